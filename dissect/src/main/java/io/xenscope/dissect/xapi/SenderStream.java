package io.xenscope.dissect.xapi;

import io.xenscope.dissect.Layer;
import io.xenscope.dissect.compression.CompressedStream;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.legacy.LegacyImages;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Knowledge;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The direction from the sender (carriers specification 1.3, 1.6):
 *
 * <pre>
 * S_to_R  = http_head , ( memory | vm | mem | vgpu ) ;
 * memory  = [ handshake ] , suspend_image , handshake ;      (* generations A and B; the first one with a vGPU *)
 * vm      = [ handshake ] , handshake , handshake ;          (* generation C *)
 * mem     = suspend_image | zstd ( suspend_image ) ;
 * vgpu    = vgpu_state | zstd ( vgpu_state ) ;
 * </pre>
 */
final class SenderStream {

    private static final int LOOK = 4;
    private static final int HEADER = 16;

    private final Migration migration;
    private final Reporter reporter;
    private final LegacyImages legacy;
    private final SeenConnections related;
    private final HttpConversation conversation;

    SenderStream(
            Migration migration,
            Reporter reporter,
            LegacyImages legacy,
            SeenConnections related,
            HttpConversation conversation) {
        this.migration = migration;
        this.reporter = reporter;
        this.legacy = legacy;
        this.related = related;
        this.conversation = conversation;
    }

    Step start() {
        return new Preamble(conversation, reporter, () -> conversation.head(reporter, this::request)).start();
    }

    private Step request(HttpHead head, Element element) {
        MigrationRequest request = MigrationRequest.parse(head, conversation.credentials());
        if (request == null) {
            reporter.finding(
                    FindingCode.CAR_UNKNOWN, element.start(), element.length(), "an HTTP request for something else");
            reporter.framingLost();
            return Step.opaque(element.start());
        }
        conversation.requested(request);
        learn(request);
        judge(request, element);
        reporter.record(element, request.fields(HttpConversation.at(element)));
        Route.Kind kind = request.route().kind();
        return switch (kind) {
            case MEMORY -> Step.peek(1, first -> first.length() == 0 ? SuspendImage.nothing() : memory(kind, first));
            case VM -> Step.peek(1, first -> first.length() == 0 ? SuspendImage.nothing() : vm(kind, request));
            case MEM -> carried(request.announcesCompression(), () -> image(kind));
            case VGPU -> carried(request.announcesCompression(), () -> Step.read(HEADER, this::vgpuState));
        };
    }

    private void learn(MigrationRequest request) {
        Knowledge known = migration.knowledge();
        Route.Kind kind = request.route().kind();
        known.correlation = request.correlation();
        known.domainUuid = request.finalId();
        known.sent.due = kind.sent().size();
        known.answered.due = kind.answers().size();
        String correlation = request.correlation();
        if (correlation != null) {
            related.saw(correlation, kind);
        }
    }

    private void judge(MigrationRequest request, Element element) {
        Route route = request.route();
        if (route.isOld()) {
            element.finding(FindingCode.XAPI_URI_OLD, element.start(), element.length(), "path " + route.path());
        }
        if (route.kind() == Route.Kind.VGPU && !request.hasCookie("vgpu_migration")) {
            element.finding(
                    FindingCode.XAPI_VGPU_NO_COOKIE, element.start(), element.length(), "no cookie vgpu_migration");
        }
        HttpHead.Part session = request.session();
        if (session != null && !conversation.isProxied()) {
            element.finding(
                    FindingCode.XAPI_CRED_CLEAR,
                    element.start() + session.at(),
                    session.text().length(),
                    "a session of the receiving pool for everybody to read");
        }
    }

    /** The message about a vGPU, or the image, which never begins with 0. */
    private Step memory(Route.Kind kind, Slice first) {
        return first.u8(0) == 0 ? message("1-vgpu-ack", () -> image(kind)) : image(kind);
    }

    private Step vm(Route.Kind kind, MigrationRequest request) {
        String correlation = request.correlation();
        boolean vgpu = correlation != null && related.contains(correlation, Route.Kind.VGPU);
        return vgpu ? message("1-vgpu-ack", () -> due(kind, 0)) : due(kind, 0);
    }

    private Step image(Route.Kind kind) {
        return new SuspendImage(migration, reporter, legacy, () -> behindImage(kind)).start();
    }

    private Step behindImage(Route.Kind kind) {
        reporter.enter(Layer.XAPI);
        return kind == Route.Kind.MEM ? SuspendImage.end(reporter, true) : due(kind, 0);
    }

    /** The messages of this kind of connection from {@code index} on. */
    private Step due(Route.Kind kind, int index) {
        if (index == kind.sent().size()) {
            migration.knowledge().endReached = true;
            return last(kind);
        }
        return Step.peek(1, first -> {
            if (first.length() == 0) {
                return SuspendImage.nothing();
            }
            return message(kind.sent().get(index), () -> {
                migration.knowledge().sent.seen++;
                return due(kind, index + 1);
            });
        });
    }

    private Step message(@Nullable String point, Supplier<Step> next) {
        return new HandshakeMessage(migration, reporter, conversation.credentials(), point, next).start();
    }

    /** Nothing is due any more. */
    private Step last(Route.Kind kind) {
        return Step.peek(1, first -> {
            if (first.length() == 0) {
                judgeMemory(kind, first);
                return SuspendImage.nothing();
            }
            return first.u8(0) == 0 ? message(null, () -> last(kind)) : SuspendImage.end(reporter, true);
        });
    }

    private void judgeMemory(Route.Kind kind, Slice end) {
        String correlation = migration.knowledge().correlation;
        if (kind == Route.Kind.VM && correlation != null && !related.contains(correlation, Route.Kind.MEM)) {
            reporter.finding(
                    FindingCode.XAPI_NO_MEM_CONN, end.offset(), 0, "nothing tells whether the memory went across");
        }
    }

    /** What the connection carries, which may be compressed, several times over. */
    private Step carried(boolean announced, Supplier<Step> content) {
        reporter.enter(Layer.XAPI);
        return Step.peek(LOOK, seen -> {
            if (seen.length() == 0) {
                return SuspendImage.nothing();
            }
            boolean compressed = CompressedStream.isZstd(seen);
            if (compressed != announced) {
                reporter.finding(
                        compressed ? FindingCode.CAR_ZSTD_NO_COOKIE : FindingCode.CAR_COOKIE_NO_ZSTD,
                        seen.offset(),
                        seen.length(),
                        compressed ? "no cookie compress in the head" : "cookie compress in the head");
            }
            return compressed ? compressed(seen, content) : content.get();
        });
    }

    private Step compressed(Slice seen, Supplier<Step> content) {
        return new CompressedStream(migration, reporter, conversation.wrapping(), () -> {
                    reporter.enter(Layer.XAPI);
                    return content.get();
                })
                .from(seen);
    }

    private Step vgpuState(Slice in) {
        if (in.u64(0) != ImageRecord.DEMU.id()) {
            reporter.finding(
                    FindingCode.CAR_UNKNOWN, in.offset(), in.length(), "expected the header of the state of a vGPU");
            reporter.framingLost();
            return Step.opaque(in.offset());
        }
        migration.knowledge().containerOpen = true;
        Element element =
                reporter.begin(Layer.XAPI, ImageRecord.DEMU.name(), in.u64(0), in.offset(), HEADER, 0, in.time());
        return new VgpuState(reporter, element, true, () -> Step.read(HEADER, this::vgpuEnd)).start();
    }

    private Step vgpuEnd(Slice in) {
        ImageRecord end = ImageRecord.END_OF_IMAGE;
        Element element = reporter.begin(Layer.XAPI, end.name(), end.id(), in.offset(), HEADER, 0, in.time());
        reporter.record(element, Fields.NONE);
        migration.knowledge().containerOpen = false;
        migration.knowledge().endReached = true;
        return SuspendImage.end(reporter, true);
    }
}
