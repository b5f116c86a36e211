package io.xenscope.dissect.input;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.Layer;
import io.xenscope.dissect.StreamInput;
import io.xenscope.dissect.detect.Format;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Fields.Field;
import io.xenscope.dissect.event.Origin;
import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.libvirt.RpcHeader;
import io.xenscope.dissect.migration.Knowledge.Reply;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import io.xenscope.dissect.xapi.SeenConnections;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One stream of an RPC connection, looked into when it begins as a libxl stream does. Its octets are the direction to the
 * receiver of its migration, counted from the first payload octet on; nothing but messages goes back.
 */
final class Tunnel {

    private static final byte[] BEGINNING = "LibxlFmt".getBytes(StandardCharsets.US_ASCII);

    private final long[] times = new long[BEGINNING.length];
    private int looked;
    private boolean other;
    private @Nullable Migration migration;
    private @Nullable StreamInput forward;
    private @Nullable StreamInput back;
    private boolean forwardEnded;
    private boolean backEnded;
    private long firstOffset = -1;
    private long packets;
    private long octets;

    /** One more than are looked into. */
    static Tunnel notLookedInto() {
        Tunnel tunnel = new Tunnel();
        tunnel.other = true;
        return tunnel;
    }

    boolean isOpen() {
        return migration != null && !(forwardEnded && backEnded);
    }

    /** True when it begins as a libxl stream, but was not opened yet. */
    boolean isRecognised() {
        return !other && migration == null && looked == BEGINNING.length;
    }

    boolean isUseless() {
        return other || migration != null && !isOpen();
    }

    /** A migration whose stream has ended waits for the last word about it. */
    boolean isOlderThan(Tunnel than) {
        return forwardEnded != than.forwardEnded ? forwardEnded : firstOffset < than.firstOffset;
    }

    /** A packet of the stream begins. */
    void packet(long offset, long time) {
        if (firstOffset < 0) {
            firstOffset = offset;
        }
        packets++;
        Migration known = migration;
        if (forwardEnded && known != null && isOpen()) {
            Reporter reporter = known.reporter(Direction.FORWARD);
            reporter.transport(
                    FindingCode.LV_RPC_GAP,
                    FindingCode.LV_RPC_GAP.severity(),
                    octets,
                    0,
                    "the packet at offset " + offset + " of the connection is not looked into",
                    time);
        }
    }

    /** Looks at the first octets. @return how many it took */
    int look(byte[] piece, int index, int length, long time) {
        int used = 0;
        while (!other && looked < BEGINNING.length && used < length) {
            other = piece[index + used] != BEGINNING[looked];
            times[looked++] = time;
            used++;
        }
        return used;
    }

    Migration open(Origin origin, DissectOptions options, EventSink sink, RpcHeader header, boolean twoWay, long time) {
        Migration opened = new Migration(origin, Format.LIBVIRT_RPC.carrier(), options, twoWay, twoWay, sink);
        Grammar grammar = new Grammar(opened, true, true, new SeenConnections(), Set.of());
        opened.knowledge().toolstack = "libvirt";
        forward = grammar.forward(Format.LIBVIRT_RPC);
        back = grammar.back(Format.LIBVIRT_RPC);
        migration = opened;
        // What is no connection has no answers.
        backEnded = !twoWay;
        opened.start(time);
        List<Field> fields = new ArrayList<>();
        number(fields, "serial", header.serial());
        number(fields, "connection_offset", firstOffset);
        opened.reporter(Direction.FORWARD)
                .aside(Layer.LIBVIRT, "RPC_STREAM", (long) header.procedure(), 0, new Fields(fields), time);
        for (int i = 0; i < looked; i++) {
            forward.bytes(BEGINNING, i, 1, times[i]);
        }
        octets = looked;
        return opened;
    }

    void data(byte[] piece, int index, int length, long time) {
        StreamInput to = forward;
        if (to != null && !forwardEnded && length > 0) {
            octets += length;
            to.bytes(piece, index, length, time);
        }
    }

    void lost(long count, GapCause cause, long time) {
        StreamInput to = forward;
        if (to != null && !forwardEnded) {
            octets += count;
            to.gap(count, cause, time);
        } else if (to == null) {
            other = true;
        }
    }

    /** A call or reply about the migration. */
    void step(RpcTunnels.Seen seen, Object sending) {
        Migration known = migration;
        String name = seen.header().migrationStep();
        if (known == null || name == null) {
            return;
        }
        List<Field> fields = new ArrayList<>();
        fields.add(new Field("procedure", new Value.Leaf(new Value.Data.Text(name), 0, 0, null)));
        number(fields, "serial", seen.header().serial());
        status(fields, seen.header());
        number(fields, "connection_offset", seen.offset());
        boolean toReceiver = seen.side() == sending;
        known.reporter(toReceiver ? Direction.FORWARD : Direction.BACK)
                .aside(
                        Layer.LIBVIRT,
                        seen.header().isReply() ? "RPC_REPLY" : "RPC_CALL",
                        (long) seen.header().procedure(),
                        seen.header().length() - RpcHeader.LENGTH,
                        new Fields(fields),
                        seen.time());
        if (seen.header().isFinished() && forwardEnded && !toReceiver) {
            if (seen.header().isError()) {
                known.knowledge().reply = new Reply(false, "an error to " + name);
            }
            receiverGone(EndReason.FIN, seen.time());
        }
    }

    void endedBySender(RpcHeader header, long offset, long time) {
        end(Direction.FORWARD, header, offset, time);
        senderGone(EndReason.FIN, time);
    }

    void endedByReceiver(RpcHeader header, long offset, long time) {
        Migration known = migration;
        if (known == null || backEnded) {
            return;
        }
        end(Direction.BACK, header, offset, time);
        known.knowledge().reply =
                header.isError() ? new Reply(false, "with an error to the stream") : new Reply(true, "");
        if (header.isError()) {
            receiverGone(EndReason.FIN, time);
        }
    }

    private void end(Direction by, RpcHeader header, long offset, long time) {
        Migration known = migration;
        if (known == null || !isOpen()) {
            return;
        }
        List<Field> fields = new ArrayList<>();
        number(fields, "serial", header.serial());
        status(fields, header);
        if (by == Direction.FORWARD) {
            number(fields, "packets", packets);
            number(fields, "stream_bytes", octets);
        }
        number(fields, "connection_offset", offset);
        known.reporter(by)
                .aside(
                        Layer.LIBVIRT,
                        "RPC_STREAM_END",
                        (long) header.procedure(),
                        header.length() - RpcHeader.LENGTH,
                        new Fields(fields),
                        time);
    }

    /** Nothing can be told of the stream any more. */
    void unreadable(FindingCode code, String text, long time) {
        Migration known = migration;
        if (known != null && !forwardEnded) {
            known.reporter(Direction.FORWARD).transport(code, Severity.ERROR, octets, 0, text, time);
            senderGone(EndReason.INPUT_ERROR, time);
        }
    }

    void found(String code, String text, long time) {
        StreamInput to = forward;
        if (to != null && !forwardEnded) {
            to.found(code, text, time);
        }
    }

    void senderGone(EndReason reason, long time) {
        StreamInput to = forward;
        if (to != null && !forwardEnded) {
            forwardEnded = true;
            to.end(reason, time);
        }
    }

    void receiverGone(EndReason reason, long time) {
        StreamInput to = back;
        if (to != null && !backEnded) {
            backEnded = true;
            to.end(reason, time);
        }
    }

    private static void number(List<Field> fields, String name, long value) {
        fields.add(new Field(name, new Value.Leaf(new Value.Data.Numeric(value), 0, 0, null)));
    }

    private static void status(List<Field> fields, RpcHeader header) {
        fields.add(new Field(
                "status", new Value.Leaf(new Value.Data.Text(header.isError() ? "error" : "ok"), 0, 0, null)));
    }
}
