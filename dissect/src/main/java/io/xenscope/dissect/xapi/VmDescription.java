package io.xenscope.dissect.xapi;

import io.xenscope.dissect.fields.ExpressionScanner;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an XENOPS record says that is no secret; the rest of it is passed over. */
final class VmDescription {

    private static final String QUOTES = "\"";

    private final Map<Member, String> members = new EnumMap<>(Member.class);
    private @Nullable String vm;

    /** The members that are told, in the order in which they are told. */
    enum Member {
        TIME,
        WORD_SIZE,
        UUID,
        NAME,
        KIND,
        VCPUS,
        MEMORY_STATIC_MAX,
        FIRMWARE;

        String field() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private VmDescription() {}

    /** Null when {@code octets}, as ISO 8859-1 characters, are not one balanced expression. */
    static @Nullable VmDescription parse(String octets) {
        VmDescription description = new VmDescription();
        if (!scan(octets, description::outer)) {
            return null;
        }
        String inner = description.vm;
        if (inner != null) {
            scan(inner, description::inner);
        }
        return description;
    }

    @Nullable
    String of(Member member) {
        return members.get(member);
    }

    private static boolean scan(String octets, ExpressionScanner.Atoms atoms) {
        ExpressionScanner scanner = new ExpressionScanner(atoms, QUOTES);
        octets.chars().forEach(c -> scanner.take((char) c));
        return scanner.isClosed();
    }

    /** {@code ((time T)(word_size N)(vm_str "…"))}. */
    private void outer(List<String> heads, int index, String octets) {
        if (heads.size() == 2 && index == 1) {
            switch (heads.get(1)) {
                case "time" -> put(Member.TIME, octets);
                case "word_size" -> put(Member.WORD_SIZE, octets);
                case "vm_str" -> vm = octets;
                default -> {}
            }
        }
    }

    /** {@code ((id U)(name N)(ty(HVM(…(firmware(Uefi …))…)))(vcpus 2)(memory_static_max 1073741824)…)}. */
    private void inner(List<String> heads, int index, String octets) {
        int depth = heads.size();
        if (depth == 2 && index == 1) {
            switch (heads.get(1)) {
                case "id", "uuid" -> put(Member.UUID, octets);
                case "name" -> put(Member.NAME, octets);
                case "vcpus" -> put(Member.VCPUS, octets);
                case "memory_static_max" -> put(Member.MEMORY_STATIC_MAX, octets);
                default -> {}
            }
        } else if (depth == 3 && index == 0 && heads.get(1).equals("ty")) {
            put(Member.KIND, octets);
        }
        boolean direct = index == 1 && heads.get(depth - 1).equals("firmware");
        boolean nested = index == 0 && depth >= 2 && heads.get(depth - 2).equals("firmware");
        if (direct || nested) {
            put(Member.FIRMWARE, octets);
        }
    }

    private void put(Member member, String octets) {
        members.putIfAbsent(member, new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }
}
