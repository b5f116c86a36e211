package io.xenscope.dissect.xapi;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.Layer;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.Kept;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Knowledge;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A synchronisation message (carriers specification 1.3).
 *
 * <pre>
 *  0       2
 *  +-------+---- … ----+
 *  |length |   text    |   length: big-endian, 0 for success
 *  +-------+---- … ----+
 * </pre>
 */
final class HandshakeMessage {

    static final int LENGTH = 2;

    /** Octets of a text that are told. */
    private static final int TOLD = 4096;

    /** Characters of a text that findings and reasons tell. */
    private static final int SHORT = 120;

    private final Migration migration;
    private final Reporter reporter;
    private final Credentials credentials;
    private final @Nullable String point;
    private final Supplier<Step> next;

    /**
     * @param point its place in the sequence; null when nothing is due here
     * @param next what follows
     */
    HandshakeMessage(
            Migration migration,
            Reporter reporter,
            Credentials credentials,
            @Nullable String point,
            Supplier<Step> next) {
        this.migration = migration;
        this.reporter = reporter;
        this.credentials = credentials;
        this.point = point;
        this.next = next;
    }

    Step start() {
        reporter.enter(Layer.XAPI);
        return Step.read(LENGTH, this::length);
    }

    private Step length(Slice octets) {
        int length = octets.in(ByteOrder.BIG_ENDIAN).u16(0);
        Element element =
                reporter.begin(Layer.XAPI, "HANDSHAKE", null, octets.offset(), LENGTH + length, length, octets.time());
        Kept kept = new Kept(octets.offset() + LENGTH, TOLD);
        return Step.stream(length, kept, () -> complete(element, kept));
    }

    private Step complete(Element element, Kept kept) {
        Slice seen = kept.seen(element.firstTime(), ByteOrder.BIG_ENDIAN).head();
        boolean success = element.bodyLength() == 0;
        String at = point == null ? "" : "point " + point + ": ";
        FieldReader fields = new FieldReader(HttpConversation.at(element));
        fields.text("point", 0, 0, point);
        fields.text("status", 0, LENGTH, success ? "success" : "error");
        if (success) {
            element.finding(FindingCode.XAPI_HS_OK, element.start(), LENGTH, at + "success");
        } else {
            String octets = seen.text();
            String text =
                    credentials.hide(new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
            fields.leaf("text", LENGTH, element.bodyLength(), new Data.Text(text), null);
            failed(element, at, text);
        }
        if (point == null) {
            element.finding(FindingCode.XAPI_HS_UNEXPECTED, element.start(), LENGTH, "no message is due here");
        }
        reporter.record(element, fields.fields());
        return next.get();
    }

    private void failed(Element element, String at, String text) {
        String shown = text.length() > SHORT ? text.substring(0, SHORT) + "…" : text;
        element.finding(FindingCode.XAPI_HS_ERR, element.start(), element.length(), at + shown);
        Knowledge known = migration.knowledge();
        if (known.failure == null) {
            String who = reporter.direction() == Direction.FORWARD ? "the sender" : "the receiver";
            known.failure = who + " reports: " + shown;
        }
    }
}
