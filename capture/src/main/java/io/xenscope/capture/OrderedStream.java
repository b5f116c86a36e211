package io.xenscope.capture;

import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.StreamInput;
import io.xenscope.dissect.finding.FindingCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The stream of one direction where it leaves reassembly: what was handed over, what waits, and where it ends. */
final class OrderedStream {

    static final long NONE = Long.MAX_VALUE;

    private final Flow flow;
    private final Reassembly reassembly;
    final SegmentQueue queue;

    private @Nullable StreamInput input;

    /** The offset to be handed over next. */
    long next;
    /** Behind the last octet seen. */
    long highest;
    /** Where the stream ends, once a FIN or RST told. */
    long endAt = NONE;

    @Nullable
    EndReason endReason;

    boolean finSeen;
    boolean ended;

    /** True once a taker was told the end, or does not want to hear of it. */
    private boolean released;

    /** Sequence number of offset 0, once it is settled. */
    int firstSequence;

    long retransmitted;
    long outOfOrder;
    long duplicates;

    /** What was found before anybody took the octets. */
    private @Nullable List<Consumer<StreamInput>> untold;

    OrderedStream(Flow flow, Reassembly reassembly) {
        this.flow = flow;
        this.reassembly = reassembly;
        this.queue = new SegmentQueue(reassembly.budget);
    }

    void give(StreamInput taker) {
        input = taker;
        if (untold != null) {
            untold.forEach(finding -> finding.accept(taker));
            untold = null;
        }
        if (ended) {
            release(taker, endReason == null ? EndReason.FIN : endReason);
        }
    }

    /** Tells the taker the end and lets go of it: flows are known longer than anybody needs what they brought. */
    private void release(StreamInput taker, EndReason reason) {
        summary(taker);
        taker.end(reason, reassembly.time());
        input = null;
        released = true;
    }

    /** Tells whoever takes the octets, or will. */
    void found(FindingCode code, String text) {
        long time = reassembly.time();
        StreamInput taker = input;
        if (released) {
            return;
        }
        if (taker != null) {
            taker.found(code.id(), text, time);
            return;
        }
        if (untold == null) {
            untold = new ArrayList<>();
        }
        untold.add(later -> later.found(code.id(), text, time));
    }

    private void summary(StreamInput taker) {
        counted(taker, FindingCode.CAP_RETRANS, retransmitted, "segments repeat octets that came before");
        counted(taker, FindingCode.CAP_OOO, outOfOrder, "segments came before octets in front of them");
        counted(taker, FindingCode.CAP_DUP, duplicates, "packets were captured more than once");
    }

    private void counted(StreamInput taker, FindingCode code, long count, String what) {
        if (count > 0) {
            taker.found(code.id(), count + " " + what, reassembly.time());
        }
    }

    /** The offset moves on, and with it the sequence number, which may wrap. */
    private void pass(long octets) {
        int before = firstSequence + (int) next;
        next += octets;
        if (Integer.compareUnsigned(firstSequence + (int) next, before) < 0) {
            found(FindingCode.CAP_WRAP, "the sequence number passes 2^32");
        }
    }

    /** Nobody wants it any more. */
    void abandon() {
        queue.clear();
        if (!ended) {
            end(EndReason.EXPIRED);
        }
        input = null;
        untold = null;
        released = true;
    }

    /** Hands over what is waiting, with gaps for the holes that end at {@code upTo} or before. */
    void drain(long upTo) {
        while (!ended && !queue.isEmpty()) {
            Piece piece = queue.first();
            byte[] octets = piece.octets;
            if (piece.start > next) {
                if (piece.start > upTo) {
                    return;
                }
                gap(piece.start - next, GapCause.CAPTURE_LOSS);
            } else if (octets != null) {
                queue.removeFirst();
                deliver(octets, piece.at(), piece.length());
            } else {
                if (piece.end > upTo) {
                    return;
                }
                queue.removeFirst();
                gap(piece.end - next, GapCause.SNAPLEN);
            }
        }
        if (finSeen && next < endAt && endAt <= upTo) {
            gap(endAt - next, GapCause.CAPTURE_LOSS);
        }
        if (next >= endAt && !ended) {
            end(endReason == null ? EndReason.FIN : endReason);
        }
    }

    void deliver(byte[] octets, int from, int length) {
        StreamInput taker = input;
        if (taker == null) {
            flow.open();
            taker = input;
        }
        if (taker != null) {
            taker.bytes(octets, from, length, reassembly.time());
        }
        pass(length);
        reassembly.statistics.deliveredOctets += length;
        flow.delivered(length);
    }

    void gap(long octets, GapCause cause) {
        flow.open();
        StreamInput taker = input;
        if (taker != null) {
            taker.gap(octets, cause, reassembly.time());
        }
        pass(octets);
        highest = Math.max(highest, next);
        reassembly.statistics.gaps++;
        reassembly.statistics.gapOctets += octets;
    }

    void end(EndReason reason) {
        ended = true;
        endReason = reason;
        endAt = next;
        queue.clear();
        StreamInput taker = input;
        if (taker != null) {
            release(taker, reason);
        }
    }
}
