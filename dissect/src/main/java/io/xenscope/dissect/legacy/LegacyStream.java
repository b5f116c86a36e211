package io.xenscope.dissect.legacy;

import io.xenscope.dissect.Layer;
import io.xenscope.dissect.engine.Search;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.memory.MemoryListener;
import io.xenscope.dissect.migration.Knowledge.LibxlLayer;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import io.xenscope.dissect.resync.Searches;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * The grammar of the guest image of Xen 3.0 to 4.5 (legacy-stream specification 1.2, 5.3):
 *
 * <pre>
 * image = header , round , { round } ;      rounds behind the first one with Remus only, and without any mark
 * round = body , tail ;
 * </pre>
 */
public final class LegacyStream {

    private static final int CHUNK = 4;
    private static final byte[] GO = "domain is yours".getBytes(StandardCharsets.US_ASCII);

    private final Migration migration;
    private final Reporter reporter;
    private final ImageState image;
    private final DeviceModel deviceModel;
    private final Supplier<Step> afterEnd;
    private final Body body;
    private final PvTail pvTail;
    private final HvmTail hvmTail;
    private boolean inTail;

    /** Where the state of an HVM guest's device model is. */
    enum DeviceModel {
        /** It ends the tail of each round. */
        IN_TAIL,
        /** It ends the tail of the only round. */
        IN_ONLY_TAIL,
        /** Whatever surrounds the image frames it, behind its only round. */
        BEHIND_IMAGE
    }

    /**
     * @param afterEnd what follows the last tail
     */
    LegacyStream(Migration migration, Reporter reporter, DeviceModel deviceModel, Supplier<Step> afterEnd) {
        this.migration = migration;
        this.reporter = reporter;
        this.image = new ImageState(migration, reporter);
        this.deviceModel = deviceModel;
        this.afterEnd = afterEnd;
        this.body = new Body(image, this::tail);
        this.pvTail = new PvTail(image, this::roundComplete);
        this.hvmTail = new HvmTail(image, deviceModel, this::roundComplete);
    }

    /** This stream with chunks numbered otherwise than in the releases. */
    LegacyStream in(Dialect dialect) {
        image.dialect = dialect;
        return this;
    }

    private Search search(long position) {
        return Searches.chunks(
                position,
                image.width,
                !image.isCompressed(),
                migration.options().limits(),
                (place, width) -> {
                    // Behind a body, chunks belong to the next one.
                    if (!migration.knowledge().roundUnderWay || inTail) {
                        image.rounds++;
                        inTail = false;
                        migration.knowledge().roundUnderWay = true;
                        body.start();
                    }
                    return body.found();
                });
    }

    /**
     * The image from some chunk on; its beginning was not captured.
     *
     * @param width octets of the toolstack's words
     */
    Step found(int width) {
        migration.knowledge().format = "legacy";
        migration.knowledge().libxlLayer = LibxlLayer.ABSENT;
        migration.knowledge().roundUnderWay = true;
        migration.knowledge().toolstackWidth = 8 * width;
        image.headerLost = true;
        image.width = width;
        image.p2mSize = -1;
        reporter.enter(Layer.LEGACY);
        reporter.recoverBy((from, position) -> search(position));
        body.start();
        return body.found();
    }

    /** The image from its first octet on. */
    Step start() {
        reporter.enter(Layer.LEGACY);
        migration.knowledge().format = "legacy";
        migration.knowledge().libxlLayer = LibxlLayer.ABSENT;
        migration.knowledge().roundUnderWay = true;
        return Step.peek(1, first -> {
            migration.imageBegins(first.offset());
            return new Header(image, this::body).start();
        });
    }

    private Step body() {
        reporter.recoverBy((from, position) -> search(position));
        return body.start();
    }

    private Step tail() {
        inTail = true;
        if (image.headerLost) {
            reporter.framingLost();
            return Step.lost(reporter.lastEnd());
        }
        return image.pv ? pvTail.start() : hvmTail.start();
    }

    private Step roundComplete() {
        inTail = false;
        image.rounds++;
        image.lastVcpuMap = image.vcpuMap == null ? image.lastVcpuMap : image.vcpuMap;
        migration.knowledge().roundUnderWay = false;
        MemoryListener memory = image.memory();
        if (memory != null) {
            memory.roundComplete();
        }
        if (deviceModel != DeviceModel.IN_TAIL) {
            judgeLastCheckpoint();
            reporter.recoverBy(null);
            return afterEnd.get();
        }
        boolean remusKnown = migration.knowledge().checkpointSeen || image.isRemus();
        if (image.lastCheckpoint) {
            return committed();
        }
        if (remusKnown) {
            checkpoint();
        }
        return Step.peek(1, seen -> {
            if (seen.length() == 0) {
                return atEnd();
            }
            return migration.knowledge().handshakeSeen && image.rounds == 1 && !remusKnown
                    ? Step.peek(GO.length, this::goOrRound)
                    : nextRound();
        });
    }

    /** The receiver reads no further. */
    private Step committed() {
        if (migration.knowledge().checkpointSeen) {
            checkpoint();
        }
        migration.knowledge().endReached = true;
        return Step.peek(CHUNK, seen -> {
            boolean furtherRound = seen.length() == CHUNK && isChunk((int) seen.u32(0));
            if (!furtherRound) {
                return afterEnd.get();
            }
            reporter.finding(
                    FindingCode.E42,
                    seen.offset(),
                    CHUNK,
                    "LAST_CHECKPOINT came in round " + image.rounds + "; receivers read no further");
            reporter.framingLost();
            return Step.opaque(seen.offset());
        });
    }

    private static boolean isChunk(int id) {
        return id != 0 && id >= ChunkTypes.LAST_ID && id <= BatchChunk.MOST;
    }

    /** Receivers that were told that the stream has no checkpoints stop without LAST_CHECKPOINT, too. */
    private Step goOrRound(Slice seen) {
        if (!seen.startsWith(GO)) {
            return nextRound();
        }
        plainEnd();
        return afterEnd.get();
    }

    /** Nothing marks a further round but its octets. */
    private Step nextRound() {
        if (!migration.knowledge().checkpointSeen) {
            checkpoint();
        }
        migration.knowledge().roundUnderWay = true;
        return body.start();
    }

    private void checkpoint() {
        migration.knowledge().checkpointSeen = true;
        migration.checkpointComplete(Layer.LEGACY, reporter.lastEnd(), reporter.lastTime());
    }

    private Step atEnd() {
        if (!migration.knowledge().checkpointSeen) {
            plainEnd();
        }
        return nothing();
    }

    private void plainEnd() {
        migration.knowledge().endReached = true;
        judgeLastCheckpoint();
    }

    private void judgeLastCheckpoint() {
        if (!image.lastCheckpoint && image.release.isAtLeast(Release.V4_1) && !image.swallowed) {
            reporter.finding(
                    FindingCode.E41,
                    reporter.lastEnd(),
                    0,
                    "senders of 4.1 and later write it; receivers of 4.1 to 4.3.1 read on and start the guest when the "
                            + "stream ends or pauses for a second, later ones miss it only when told of checkpoints");
        }
    }

    private static Step nothing() {
        return Step.read(1, in -> Step.opaque(in.offset()));
    }
}
