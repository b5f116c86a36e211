package io.xenscope.dissect.xapi;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.FieldReader;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request that a connection begins with (carriers specification 1.3). Nothing of the head is told but the values
 * named here, and none of these when it is, or holds, a credential.
 *
 * <pre>
 * PUT /services/xenops/migrate/mem/&lt;id&gt;?session_id=… HTTP/1.1
 * cookie: instance_id=…; final_id=…; dbg=…; mem_migration=…; compress=zstd
 * user-agent: xenopsd
 * host: …
 * </pre>
 */
final class MigrationRequest {

    private static final int MOST_DIGITS = 15;
    private static final List<String> SECRET = List.of("session_id", "task_id");
    private static final List<String> TOLD_COOKIES = List.of(
            "final_id",
            "instance_id",
            "dbg",
            "memory_limit",
            "memory_total_source",
            "mem_migration",
            "vgpu_migration",
            "compress");

    private final HttpHead head;
    private final Credentials credentials;
    private final Route route;
    private final HttpHead.Part target;
    private final Map<String, HttpHead.Part> query;
    private final Map<String, HttpHead.Part> cookies;
    private final String id;
    private final @Nullable String device;

    private MigrationRequest(HttpHead head, Credentials credentials, Route route, HttpHead.Part target) {
        this.head = head;
        this.credentials = credentials;
        this.route = route;
        this.target = target;
        int question = target.text().indexOf('?');
        int pathEnd = question < 0 ? target.text().length() : question;
        this.query = HttpHead.pairs(
                List.of(target.part(
                        Math.min(pathEnd + 1, target.text().length()),
                        target.text().length())),
                '&');
        this.cookies = HttpHead.pairs(head.headers("cookie"), ';');
        String name = target.text().substring(Math.min(route.path().length(), pathEnd), pathEnd);
        int dot = route.kind() == Route.Kind.VGPU ? name.indexOf('.') : -1;
        this.id = dot < 0 ? name : name.substring(0, dot);
        this.device = dot < 0 ? null : name.substring(dot + 1);
        SECRET.forEach(this::learn);
        learnWhole("authorization");
        learnWhole("x-auth-token");
    }

    private void learn(String name) {
        for (Map<String, HttpHead.Part> pairs : List.of(query, cookies)) {
            HttpHead.Part value = pairs.get(name);
            if (value != null) {
                credentials.learn(value.text());
            }
        }
    }

    private void learnWhole(String header) {
        for (HttpHead.Part value : head.headers(header)) {
            credentials.learn(value.text());
            value.split(' ').forEach(word -> credentials.learn(word.text()));
        }
    }

    /** Null when it is a request for something else, or none. */
    static @Nullable MigrationRequest parse(HttpHead head, Credentials credentials) {
        if (head.start().size() < 3) {
            return null;
        }
        HttpHead.Part target = head.start().get(1);
        String path = target.text().split("\\?", 2)[0];
        Route route = Route.of(head.start().get(0).text(), path);
        return route == null ? null : new MigrationRequest(head, credentials, route, target);
    }

    Route route() {
        return route;
    }

    /** What the connections of one migration have in common; null where there is one connection only. */
    @Nullable
    String correlation() {
        return route == Route.CONNECT || id.isEmpty() ? null : credentials.hide(id);
    }

    @Nullable
    String finalId() {
        HttpHead.Part value = cookies.get("final_id");
        return value == null ? null : told(value);
    }

    boolean hasCookie(String name) {
        return cookies.containsKey(name);
    }

    /** True when stream compression is announced. */
    boolean announcesCompression() {
        return cookies.containsKey("compress");
    }

    /** Where the session stands; null when there is none. */
    HttpHead.@Nullable Part session() {
        HttpHead.Part inQuery = query.get("session_id");
        return inQuery == null ? cookies.get("session_id") : inQuery;
    }

    private String told(HttpHead.Part value) {
        return credentials.hide(PercentText.decode(value.text()));
    }

    /** @param in an empty slice where the head begins */
    Fields fields(Slice in) {
        FieldReader fields = new FieldReader(in);
        put(fields, "method", head.start().get(0));
        fields.text("kind", target.at(), target.text().length(), route.kind().text());
        fields.text("generation", target.at(), target.text().length(), route.generation());
        int at = target.at() + route.path().length();
        if (route != Route.CONNECT) {
            fields.text("id", at, id.length(), credentials.hide(id));
        }
        String dev = device;
        if (dev != null) {
            fields.text("device", at + id.length() + 1, dev.length(), credentials.hide(dev));
        }
        for (String name : TOLD_COOKIES) {
            put(fields, name, cookies.get(name));
        }
        HttpHead.Part reference = query.get("ref");
        if (reference != null) {
            // Names the VM; only a session gives access.
            String text = PercentText.decode(reference.text());
            HttpHead.Part session = session();
            boolean secret =
                    session != null && PercentText.decode(session.text()).equals(text);
            fields.text("ref", reference.at(), reference.text().length(), secret ? Credentials.HIDDEN : text);
        }
        put(fields, "memory_required_kib", query.get("memory_required_kib"));
        HttpHead.Part session = session();
        if (session != null) {
            fields.text("session_id", session.at(), session.text().length(), Credentials.HIDDEN);
        }
        put(fields, "user_agent", head.header("user-agent"));
        put(fields, "host", head.header("host"));
        put(fields, "traceparent", head.header("traceparent"));
        return fields.fields();
    }

    private void put(FieldReader fields, String name, HttpHead.@Nullable Part value) {
        if (value == null) {
            return;
        }
        String text = value.text();
        boolean number = name.startsWith("memory_")
                && !text.isEmpty()
                && text.length() <= MOST_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        Data data = number ? new Data.Numeric(Long.parseLong(text)) : new Data.Text(told(value));
        fields.leaf(name, value.at(), text.length(), data, null);
    }
}
