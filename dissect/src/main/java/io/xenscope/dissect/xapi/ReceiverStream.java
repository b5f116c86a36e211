package io.xenscope.dissect.xapi;

import io.xenscope.dissect.Layer;
import io.xenscope.dissect.detect.Preambles;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The direction to the sender (carriers specification 1.3):
 *
 * <pre>
 * R_to_S = { handshake } | http_head , anything ;      an HTTP head where handshakes are due says that it failed
 * R_to_S = http_head , { handshake } ;                 (* generation A *)
 * </pre>
 */
final class ReceiverStream {

    private static final int HTTP = 5;
    private static final int STATUS_OK = 200;

    private final Migration migration;
    private final Reporter reporter;
    private final HttpConversation conversation;

    ReceiverStream(Migration migration, Reporter reporter, HttpConversation conversation) {
        this.migration = migration;
        this.reporter = reporter;
        this.conversation = conversation;
    }

    Step start() {
        reporter.enter(Layer.XAPI);
        return Step.peek(1, first -> {
            if (first.length() == 0) {
                return SuspendImage.nothing();
            }
            return switch (first.u8(0)) {
                case 'H' -> Step.peek(HandshakeMessage.LENGTH, this::perhapsHttp);
                case 'F' -> Step.peek(Preambles.LOOK, this::perhapsFrame);
                default -> message();
            };
        });
    }

    private Step perhapsFrame(Slice seen) {
        return Preambles.of(seen) == Preambles.FRAME
                ? new Preamble(conversation, reporter, this::start).start()
                : message();
    }

    private Step perhapsHttp(Slice seen) {
        return seen.text().startsWith("HT")
                ? Step.peek(HTTP, more -> more.text().equals("HTTP/") ? head() : message())
                : message();
    }

    private Step head() {
        return conversation.head(reporter, this::answer);
    }

    private Step answer(HttpHead head, Element element) {
        FieldReader fields = new FieldReader(HttpConversation.at(element));
        List<HttpHead.Part> start = head.start();
        String code = start.size() > 1 ? start.get(1).text() : "";
        int status = code.matches("[0-9]{3}") ? Integer.parseInt(code) : 0;
        String reason = conversation
                .credentials()
                .hide(
                        start.size() > 2
                                ? String.join(
                                        " ",
                                        start.subList(2, start.size()).stream()
                                                .map(HttpHead.Part::text)
                                                .toList())
                                : "");
        if (status != 0) {
            fields.leaf("status_code", start.get(1).at(), code.length(), new Data.Numeric(status), null);
            fields.text("reason", start.get(1).at() + code.length(), reason.length(), reason);
        }
        MigrationRequest request = conversation.request();
        boolean due = status == STATUS_OK && request != null && request.route() == Route.CONNECT;
        if (!due) {
            String text = status == 0 ? "no status" : status + " " + reason;
            element.finding(FindingCode.XAPI_HTTP_REPLY, element.start(), element.length(), text);
            if (migration.knowledge().failure == null) {
                migration.knowledge().failure = "the receiver answers HTTP " + text;
            }
        }
        reporter.record(element, fields.fields());
        return due ? following() : rest();
    }

    /** What belongs to an answer in HTTP is of no interest. */
    private static Step rest() {
        return Step.peek(1, first -> first.length() == 0 ? SuspendImage.nothing() : Step.opaque(first.offset()));
    }

    private Step next() {
        migration.knowledge().answered.seen++;
        return following();
    }

    private Step following() {
        return Step.peek(1, first -> first.length() == 0 ? SuspendImage.nothing() : message());
    }

    private Step message() {
        String point = point(migration.knowledge().answered.seen);
        return new HandshakeMessage(migration, reporter, conversation.credentials(), point, this::next).start();
    }

    private @Nullable String point(int index) {
        MigrationRequest request = conversation.request();
        List<String> points =
                request == null ? List.of() : request.route().kind().answers();
        return index < points.size() ? points.get(index) : null;
    }
}
