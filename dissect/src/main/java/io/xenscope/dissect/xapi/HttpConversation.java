package io.xenscope.dissect.xapi;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.Layer;
import io.xenscope.dissect.compression.Wrapping;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.legacy.LegacyImages;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** One connection of a migration of xapi (carriers specification 1.3), and what its two directions know of each other. */
public final class HttpConversation {

    /** What a receiver accepts. */
    private static final int HEAD_MOST = 16_384;

    private final Migration migration;
    private final LegacyImages legacy;
    private final SeenConnections related;
    private final Credentials credentials = new Credentials();
    private final Wrapping wrapping = new Wrapping();
    private @Nullable MigrationRequest request;
    private boolean proxied;

    /** @param related which connections were seen */
    public HttpConversation(Migration migration, LegacyImages legacy, SeenConnections related) {
        this.migration = migration;
        this.legacy = legacy;
        this.related = related;
    }

    /** The direction from the sender. */
    public Step forward() {
        migration.knowledge().toolstack = "xapi";
        return new SenderStream(migration, migration.reporter(Direction.FORWARD), legacy, related, this).start();
    }

    /** The direction to the sender. */
    public Step back() {
        return new ReceiverStream(migration, migration.reporter(Direction.BACK), this).start();
    }

    /** The request; null as long as it was not seen. */
    @Nullable
    MigrationRequest request() {
        return request;
    }

    void requested(MigrationRequest seen) {
        request = seen;
    }

    Credentials credentials() {
        return credentials;
    }

    /** What the connection says travelled through a proxy that ended TLS. */
    void proxied() {
        proxied = true;
    }

    boolean isProxied() {
        return proxied;
    }

    /** The layers around what is sent. */
    Wrapping wrapping() {
        return wrapping;
    }

    /** Reads an HTTP head whose first octets are at hand. */
    Step head(Reporter reporter, BiFunction<HttpHead, Element, Step> then) {
        return new TextReader(
                        reporter,
                        List.of("\r\n\r\n", "\n\n"),
                        HEAD_MOST,
                        FindingCode.XAPI_HEAD_BIG,
                        (text, element) -> then.apply(new HttpHead(text), element))
                .start(Layer.XAPI, "HTTP_HEAD");
    }

    /** An empty slice where {@code element} begins, for fields worked out from its text. */
    static Slice at(Element element) {
        return new Slice(new byte[0], 0, 0, element.start(), element.firstTime(), ByteOrder.LITTLE_ENDIAN);
    }
}
