package io.xenscope.dissect.xapi;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a request is for, by its path (carriers specification 1.3); the generations are those of the specification. */
enum Route {
    CONNECT("A", "CONNECT", "/migrate", Kind.MEMORY),
    MEMORY_B("B", "PUT", "/services/xenops/memory/", Kind.MEMORY),
    VGPU_B("B", "PUT", "/services/xenops/migrate-vgpu/", Kind.VGPU),
    VM("C", "PUT", "/services/xenops/migrate/vm/", Kind.VM),
    MEM("C", "PUT", "/services/xenops/migrate/mem/", Kind.MEM),
    VGPU("C", "PUT", "/services/xenops/migrate/vgpu/", Kind.VGPU),
    /** Between two commits of June 2022. */
    MEM_2022("C", "PUT", "/services/xenops/migrate-mem/", Kind.MEM);

    private final String generation;
    private final String method;
    private final String path;
    private final Kind kind;

    /** What a connection carries, and the synchronisation messages on it in their order. */
    enum Kind {
        /** Everything of a migration but vGPUs. */
        MEMORY("3", "1 4"),
        /** Nothing but synchronisation. */
        VM("1-mem-ack 3", "1 4"),
        /** The image. */
        MEM("", "1-mem"),
        VGPU("", "1-vgpu");

        private final String sent;
        private final String answers;

        Kind(String sent, String answers) {
            this.sent = sent;
            this.answers = answers;
        }

        /** From the sender, without the one more that a vGPU adds in front. */
        List<String> sent() {
            return words(sent);
        }

        List<String> answers() {
            return words(answers);
        }

        private static List<String> words(String text) {
            return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
        }

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Route(String generation, String method, String path, Kind kind) {
        this.generation = generation;
        this.method = method;
        this.path = path;
        this.kind = kind;
    }

    String generation() {
        return generation;
    }

    String path() {
        return path;
    }

    Kind kind() {
        return kind;
    }

    boolean isOld() {
        return this == CONNECT || this == MEM_2022;
    }

    /** Null when the request is for something else. */
    static @Nullable Route of(String method, String path) {
        for (Route route : values()) {
            boolean fits = route == CONNECT ? path.equals(route.path) : path.startsWith(route.path);
            if (fits && route.method.equals(method)) {
                return route;
            }
        }
        return null;
    }
}
