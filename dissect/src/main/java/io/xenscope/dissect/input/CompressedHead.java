package io.xenscope.dissect.input;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.compression.CompressedStream;
import io.xenscope.dissect.compression.Wrapping;
import io.xenscope.dissect.detect.Beginnings;
import io.xenscope.dissect.detect.Format;
import io.xenscope.dissect.detect.OtherProtocol;
import io.xenscope.dissect.detect.OtherProtocols;
import io.xenscope.dissect.engine.PieceConsumer;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.engine.StepDriver;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.dissect.event.Origin;
import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.legacy.LegacyDetection;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The first octets of a direction that begin as compressed data do: decompressed until what is inside proves to be a
 * migration, or something else (carriers specification 6.1, 6.2 D22). Nothing is reported here; when it is a migration,
 * the octets are decompressed once more, with everything that is to be told.
 */
final class CompressedHead {

    private final List<Format> candidates;
    private final Set<Integer> ports;
    private final String name;
    private final StepDriver driver;
    private int taken;
    private byte[] inside = new byte[256];
    private int length;
    private boolean damaged;
    private Found found = OPEN;

    /**
     * What is inside.
     *
     * @param open whether more octets may tell
     * @param format of the migration; null when it is none
     * @param readable whether it could be decompressed
     * @param other what else it is; null when that cannot be told
     */
    record Found(boolean open, @Nullable Format format, boolean readable, OtherProtocol.@Nullable Seen other) {}

    private static final Found OPEN = new Found(true, null, true, null);

    /**
     * @param head the first octets
     * @param candidates formats to consider
     */
    CompressedHead(Slice head, DissectOptions options, List<Format> candidates, Set<Integer> ports) {
        this.candidates = candidates;
        this.ports = ports;
        this.name = CompressedStream.isZstd(head) ? "zstd" : "gzip";
        Origin origin = new Origin("", null, null, null);
        Migration unseen = new Migration(origin, "", options, false, false, this::reported);
        Reporter reporter = unseen.reporter(Direction.FORWARD);
        PieceConsumer pieces = new PieceConsumer() {
            @Override
            public void octets(byte[] octets, int index, int count) {
                keep(octets, index, count);
            }

            @Override
            public void missing(long octets) {
                throw new IllegalStateException("losses are not shown to it");
            }
        };
        Step content = Step.stream(LegacyDetection.LOOK, pieces, () -> Step.opaque(LegacyDetection.LOOK));
        this.driver = new StepDriver(
                () -> new CompressedStream(unseen, reporter, new Wrapping(), () -> content).perhaps(), reporter);
    }

    /** Octets of memory it needs. */
    long memory() {
        return inside.length + driver.memory();
    }

    /** Gives back what it needs outside the heap; nothing more is shown to it. */
    void close() {
        driver.end(EndReason.FIN, 0);
    }

    /** With what it is compressed. */
    String name() {
        return name;
    }

    /**
     * Looks at the first octets of the direction, of which there may be more than the last time.
     *
     * @param complete whether no more will come
     */
    Found look(Slice head, boolean complete) {
        if (!found.open()) {
            return found;
        }
        driver.bytes(head.octets(), head.start() + taken, head.length() - taken, 0);
        taken = head.length();
        judge(complete || damaged);
        if (complete || !found.open()) {
            driver.end(EndReason.FIN, 0);
        }
        return found;
    }

    private void reported(Event event) {
        damaged |= event.body() instanceof ExpertInfo expert && expert.severity() == Severity.ERROR;
    }

    private void keep(byte[] octets, int index, int count) {
        if (length + count > inside.length) {
            inside = Arrays.copyOf(inside, Math.max(length + count, 2 * inside.length));
        }
        System.arraycopy(octets, index, inside, length, count);
        length += count;
        judge(false);
    }

    private void judge(boolean complete) {
        if (!found.open()) {
            return;
        }
        Slice seen = new Slice(inside, 0, length, 0, 0, ByteOrder.LITTLE_ENDIAN);
        Beginnings.Answer answer = Beginnings.detect(seen, complete, candidates, ports);
        OtherProtocols.Answer other = OtherProtocols.detect(seen, complete, 0);
        LegacyDetection.Answer legacy = LegacyDetection.judge(seen, complete, LegacyDetection.Given.CONNECTION);
        if (answer.format() != null) {
            found = new Found(false, answer.format(), true, null);
        } else if (other.seen() != null) {
            found = new Found(false, null, true, other.seen());
        } else if (!answer.open() && !other.open() && legacy != LegacyDetection.Answer.OPEN) {
            boolean migration = legacy == LegacyDetection.Answer.LEGACY;
            found = new Found(false, migration ? Format.LEGACY : null, !damaged, null);
        }
    }
}
