package io.xenscope.capture;

import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.StreamInput;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection: puts its segments into the order of the stream (carriers specification 8.5; the rules
 * named here are those of that section).
 *
 * <p>Places in the stream are 64-bit offsets, 0 being the octet behind the SYN. Without a SYN (rule 3) the lowest segment
 * of the first ones becomes offset 0; until that is settled, offsets count from an arbitrary place before it.
 *
 * <pre>
 *        delivered            waiting in the queue, with holes
 *  |----------------------|.......|-------|....|------------|
 *  0                     next                            highest
 * </pre>
 */
final class TcpDirection {

    static final long NONE = Long.MAX_VALUE;

    /** Where the first segment is put while the beginning is open, so that earlier ones find room before it. */
    private static final int ANCHOR = 1 << 30;

    private static final long SUSPICIOUS = 1L << 30;
    private static final int LARGEST_UNSCALED = 65_535;
    private static final int LARGEST_SCALE = 14;
    private static final long LARGEST_SLACK = 1 << 20;
    private static final int MOST_PIECES = 65_536;

    private final Flow flow;
    private final Reassembly reassembly;
    private final SegmentQueue queue;

    @SuppressWarnings("NullAway.Init")
    private TcpDirection opposite;

    private @Nullable StreamInput input;

    /** Offset 0 is settled. */
    private boolean fixed;
    /** Offsets can be computed. */
    private boolean anchored;
    /** Sequence number of offset 0. */
    private int base;

    private long next;
    private long highest;
    /** What the other side acknowledged. */
    private long acknowledged;

    private boolean acknowledgmentSeen;
    private int lastAcknowledgment;

    private long endAt = NONE;
    private @Nullable EndReason endReason;
    private boolean finSeen;
    private boolean ended;

    private boolean windowSeen;
    private int window;
    private int windowScale = -1;
    private boolean timestampSeen;
    private int timestamp;

    @SuppressWarnings("NullAway.Init")
    TcpDirection(Flow flow, Reassembly reassembly) {
        this.flow = flow;
        this.reassembly = reassembly;
        this.queue = new SegmentQueue(reassembly.budget);
    }

    void attach(TcpDirection other) {
        opposite = other;
    }

    Flow flow() {
        return flow;
    }

    TcpDirection opposite() {
        return opposite;
    }

    boolean isEnded() {
        return ended;
    }

    boolean isClosing() {
        return endAt != NONE;
    }

    boolean hasOctets() {
        return next > 0 || !queue.isEmpty();
    }

    boolean hasQueued() {
        return !queue.isEmpty();
    }

    boolean isFinSeen() {
        return finSeen;
    }

    /** True if offset 0 has this sequence number. */
    boolean startsAt(int sequence) {
        return fixed && base == sequence;
    }

    boolean isFixed() {
        return fixed;
    }

    void give(StreamInput taker) {
        input = taker;
        if (ended) {
            taker.end(endReason == null ? EndReason.FIN : endReason, reassembly.time());
        }
    }

    // ---------------------------------------------------------------- the beginning

    /**
     * A SYN (or the other side's answer to it) tells the sequence number of offset 0 (rule 2). Also taken when it comes
     * late, as long as nothing was delivered and it lies closely before what is waiting.
     *
     * @return false if it contradicts what is known
     */
    boolean begin(int sequence) {
        if (fixed) {
            return base == sequence;
        }
        if (anchored) {
            long offset = offset(sequence);
            long lowest = queue.isEmpty() ? endAt : queue.first().start;
            if (offset > lowest || lowest - offset > Math.max(plausibleWindow(), LARGEST_SLACK)) {
                return false;
            }
            rebase(offset);
            return true;
        }
        base = sequence;
        anchored = true;
        fixed = true;
        takeEarlierAcknowledgment();
        return true;
    }

    private void anchor(int sequence) {
        base = sequence - ANCHOR;
        anchored = true;
        takeEarlierAcknowledgment();
    }

    private void takeEarlierAcknowledgment() {
        if (acknowledgmentSeen) {
            acknowledged = Math.max(0, offset(lastAcknowledgment));
        }
    }

    /** The lowest segment seen becomes offset 0. */
    private void fix() {
        rebase(queue.isEmpty() ? endAt : queue.first().start);
    }

    private void rebase(long offset) {
        base += (int) offset;
        queue.shift(-offset);
        highest = Math.max(0, highest - offset);
        acknowledged = Math.max(0, acknowledged - offset);
        if (endAt != NONE) {
            endAt -= offset;
        }
        fixed = true;
    }

    /** True once nothing can come before the lowest segment, or a window of data did not bring anything (rule 3). */
    private boolean isSettled() {
        if (queue.isEmpty()) {
            return endAt != NONE && acknowledged >= endAt;
        }
        long slack = Math.min(Math.max(opposite.usualWindow(), LARGEST_UNSCALED), LARGEST_SLACK);
        return acknowledged >= queue.first().start
                || highest - queue.first().start >= slack
                || queue.count() > MOST_PIECES;
    }

    /** Rule 1: the offset nearest to the one expected next. */
    private long offset(int sequence) {
        return next + (sequence - (base + (int) next));
    }

    // ---------------------------------------------------------------- what this side says about itself

    void window(TcpSegment segment) {
        window = segment.window;
        windowSeen = true;
        if (segment.hasTimestamp && (!timestampSeen || segment.timestamp - timestamp > 0)) {
            timestampSeen = true;
            timestamp = segment.timestamp;
        }
    }

    /** Rule 4: a scale counts only if both SYNs have one; −1 in a SYN without the option becomes 0. */
    void scale(TcpSegment segment) {
        windowScale = segment.windowScale < 0 ? -2 : segment.windowScale;
    }

    private boolean isScaleKnown() {
        return windowScale != -1 && opposite.windowScale != -1;
    }

    private int knownScale() {
        return windowScale < 0 || opposite.windowScale < 0 ? 0 : windowScale;
    }

    /** The window this side last told, as far as it is certain. */
    private long usualWindow() {
        return isScaleKnown() ? (long) window << knownScale() : window;
    }

    /** The largest window this side may have told. */
    private long plausibleWindow() {
        int raw = windowSeen ? Math.max(window, 1024) : LARGEST_UNSCALED;
        return Math.max((long) raw << (isScaleKnown() ? knownScale() : LARGEST_SCALE), LARGEST_UNSCALED);
    }

    // ---------------------------------------------------------------- acknowledgments of the other side

    /**
     * The other side got everything before {@code sequence}: what is missing before it will not come any more (rule 8).
     */
    void acknowledge(int sequence) {
        lastAcknowledgment = sequence;
        acknowledgmentSeen = true;
        if (!anchored || ended) {
            return;
        }
        long offset = Math.min(offset(sequence), endAt);
        if (offset <= acknowledged || offset - highest > SUSPICIOUS + opposite.plausibleWindow()) {
            return;
        }
        acknowledged = offset;
        if (offset > highest) {
            acknowledgedUnseen(offset);
        }
        if (!queue.isEmpty() || endAt != NONE) {
            advance();
        }
    }

    /** Rule 10. One octet more may be a FIN that was not captured. */
    private void acknowledgedUnseen(long offset) {
        if (fixed && offset - highest > (endAt == NONE ? 1 : 0)) {
            reassembly.statistics.ackedUnseen++;
            flow.tell(FlowCondition.ACKED_UNSEEN);
        }
    }

    /** True if the number acknowledges no more than the next octet expected: nothing has to be done about it. */
    boolean acknowledgesNothingNew(int sequence) {
        if (!fixed) {
            return false;
        }
        long offset = offset(sequence);
        if (offset <= acknowledged) {
            return true;
        }
        if (offset <= next && queue.isEmpty() && endAt == NONE) {
            acknowledged = offset;
            return true;
        }
        return false;
    }

    // ---------------------------------------------------------------- data

    /** The way nearly every segment goes: all of it captured, nothing waiting, just what comes next. */
    boolean takeInOrder(TcpSegment segment) {
        if (!fixed
                || segment.sequence != base + (int) next
                || segment.captured != segment.length
                || segment.length == 0
                || endAt != NONE
                || !queue.isEmpty()) {
            return false;
        }
        deliver(segment.octets, segment.payload, segment.length);
        highest = Math.max(highest, next);
        return true;
    }

    /** @param seenBefore whether the same packet was captured a moment ago */
    void take(TcpSegment segment, boolean seenBefore) {
        if (segment.length == 0) {
            countProbe(segment);
            return;
        }
        int sequence = segment.dataSequence();
        if (!anchored) {
            if (segment.length == 1 && acknowledgmentSeen && lastAcknowledgment == sequence + 1) {
                reassembly.statistics.keepalives++;
                return;
            }
            anchor(sequence);
        }
        long start = offset(sequence);
        long end = start + segment.length;
        if (isOld(segment, start) || isKeepalive(segment, start)) {
            return;
        }
        long stop = Math.min(end, endAt);
        if (end > endAt && finSeen) {
            flow.tell(FlowCondition.AFTER_FIN);
        }
        if (stop <= next || stop <= start) {
            repeated(end <= next, seenBefore);
            return;
        }
        if (fixed && start <= next && (queue.isEmpty() || queue.first().start >= stop)) {
            takeAtNext(segment, start, stop);
        } else {
            enqueue(segment, start, stop, seenBefore);
        }
        advance();
    }

    private void takeAtNext(TcpSegment segment, long start, long stop) {
        if (start < next) {
            reassembly.statistics.retransmitted++;
        }
        highest = Math.max(highest, stop);
        long captured = Math.min(start + segment.captured, stop);
        if (captured > next) {
            deliver(segment.octets, segment.payload + (int) (next - start), (int) (captured - next));
        }
        if (captured < stop) {
            flow.tell(FlowCondition.CUT);
            queue.insert(new Piece(Math.max(captured, next), stop, start, stop));
        }
    }

    private void enqueue(TcpSegment segment, long start, long stop, boolean seenBefore) {
        if (queue.covers(Math.max(start, next), stop)) {
            repeated(true, seenBefore);
        } else if ((start > highest && fixed) || start < highest) {
            reassembly.statistics.outOfOrder++;
        }
        highest = Math.max(highest, stop);
        long captured = Math.min(start + segment.captured, stop);
        long from = Math.max(start, fixed ? next : start);
        if (captured > from) {
            byte[] copy =
                    Arrays.copyOfRange(segment.octets, segment.payload, segment.payload + (int) (captured - start));
            boolean whole = segment.captured == segment.length && stop - start == segment.length;
            Piece piece = Piece.of(copy, start, stop, segment.headerSum(reassembly.packet), whole);
            queue.insert(from == start ? piece : piece.part(from, captured));
        }
        if (captured < stop) {
            flow.tell(FlowCondition.CUT);
            queue.insert(new Piece(Math.max(captured, from), stop, start, stop));
        }
        tellConflicts();
    }

    private void tellConflicts() {
        if (queue.conflicts > 0) {
            reassembly.statistics.overlapConflicts += queue.conflicts;
            flow.tell(FlowCondition.OVERLAP);
            if (queue.decidedByChecksum > 0) {
                flow.tell(FlowCondition.CHECKSUM);
            }
            queue.conflicts = 0;
            queue.decidedByChecksum = 0;
        }
    }

    private void repeated(boolean known, boolean seenBefore) {
        if (!known) {
            return;
        }
        if (seenBefore) {
            reassembly.statistics.duplicates++;
            flow.tell(FlowCondition.DUPLICATES);
        } else {
            reassembly.statistics.retransmitted++;
        }
    }

    /** Rule 1: far away and with an older timestamp is a segment from a former round of the sequence numbers. */
    private boolean isOld(TcpSegment segment, long start) {
        boolean suspicious = Math.abs(start - next) > SUSPICIOUS + opposite.plausibleWindow();
        boolean older = segment.hasTimestamp && timestampSeen && segment.timestamp - timestamp < 0;
        if (fixed ? suspicious && older : start < 0) {
            reassembly.statistics.skip(Skip.OLD_DUPLICATE);
            return true;
        }
        return false;
    }

    /** Rule 6: one octet right before the next one to be sent, whatever its value. */
    private boolean isKeepalive(TcpSegment segment, long start) {
        if (segment.length == 1 && fixed && (start == next - 1 || start == highest - 1 || start == endAt)) {
            reassembly.statistics.keepalives++;
            return true;
        }
        return false;
    }

    private void countProbe(TcpSegment segment) {
        boolean bare = (segment.flags & (TcpSegment.SYN | TcpSegment.FIN | TcpSegment.RST)) == 0;
        if (bare && fixed && next > 0 && offset(segment.sequence) == next - 1) {
            reassembly.statistics.keepalives++;
        }
    }

    // ---------------------------------------------------------------- the end

    /** Rule 11: the direction ends behind the data of this segment. */
    void fin(TcpSegment segment) {
        int sequence = segment.dataSequence() + segment.length;
        if (!anchored) {
            anchor(sequence);
        }
        long at = offset(sequence);
        boolean far = at - next > SUSPICIOUS + opposite.plausibleWindow();
        if (ended || finSeen || (fixed && (at < next || far))) {
            return;
        }
        finSeen = true;
        endAt = at;
        endReason = EndReason.FIN;
        acknowledged = Math.min(acknowledged, endAt);
        highest = Math.min(highest, endAt);
        if (queue.truncate(endAt)) {
            flow.tell(FlowCondition.AFTER_FIN);
        }
        advance();
    }

    /** True if a RST with this sequence number is near enough to be genuine. */
    boolean acceptsReset(int sequence) {
        return !fixed || Math.abs(offset(sequence) - next) <= opposite.plausibleWindow();
    }

    /**
     * A RST in either direction: what waits is handed over, with gaps. The direction is over unless octets are known to
     * be missing at its end, sent or acknowledged, which may still come (rules 10, 11).
     *
     * @param resetSequence the sequence number of a RST of this direction, null for one of the other
     */
    void reset(@Nullable Integer resetSequence) {
        if (ended) {
            return;
        }
        if (anchored && !fixed) {
            fix();
        }
        drain(NONE);
        if (ended) {
            return;
        }
        endAt = Math.max(next, acknowledged);
        if (resetSequence != null && fixed) {
            endAt = Math.max(endAt, offset(resetSequence));
        }
        endReason = EndReason.RESET;
        drain(acknowledged);
    }

    /** Nothing more will come: everything waiting is handed over, then what was acknowledged but never captured. */
    void finish(EndReason reason) {
        if (ended) {
            return;
        }
        if (anchored && !fixed) {
            fix();
        }
        drain(NONE);
        if (ended) {
            return;
        }
        boolean finNotCaptured = acknowledged == highest + 1 && endAt == NONE && opposite.finSeen;
        long missing = acknowledged - next - (finNotCaptured ? 1 : 0);
        if (missing > 0) {
            gap(missing, GapCause.CAPTURE_LOSS);
        }
        end(endReason == null ? reason : endReason);
    }

    /** Nobody wants it any more. */
    void abandon() {
        queue.clear();
        if (!ended) {
            end(EndReason.EXPIRED);
        }
        input = null;
    }

    // ---------------------------------------------------------------- delivery

    /** Hands over what has become ready, and gives up holes where rule 8 says so. */
    private void advance() {
        if (ended) {
            return;
        }
        if (!fixed) {
            if (!isSettled()) {
                return;
            }
            fix();
        }
        drain(acknowledged);
        long most = Math.max(opposite.usualWindow(), reassembly.limits.holeOctets());
        while (!queue.isEmpty()) {
            boolean full = queue.memory() > reassembly.limits.directionOctets() || queue.count() > MOST_PIECES;
            if (!full && queue.octets() <= most) {
                return;
            }
            if (full) {
                flow.tell(FlowCondition.QUEUE_LIMIT);
            }
            giveUpOldest();
        }
    }

    private void giveUpOldest() {
        Piece piece = queue.first();
        drain(Math.max(acknowledged, piece.start > next ? piece.start : piece.end));
    }

    void giveUpAll() {
        if (anchored && !fixed) {
            fix();
        }
        flow.tell(FlowCondition.QUEUE_LIMIT);
        drain(NONE);
    }

    /** Both sides sent their FIN (rule 8). */
    void giveUpHoles() {
        if (!ended && anchored) {
            if (!fixed) {
                fix();
            }
            drain(NONE);
        }
    }

    /** Hands over what is waiting, with gaps for the holes that end at {@code upTo} or before. */
    private void drain(long upTo) {
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

    private void deliver(byte[] octets, int from, int length) {
        StreamInput taker = input;
        if (taker == null) {
            flow.open();
            taker = input;
        }
        if (taker != null) {
            taker.bytes(octets, from, length, reassembly.time());
        }
        next += length;
        reassembly.statistics.deliveredOctets += length;
        flow.delivered(length);
    }

    private void gap(long octets, GapCause cause) {
        flow.open();
        StreamInput taker = input;
        if (taker != null) {
            taker.gap(octets, cause, reassembly.time());
        }
        next += octets;
        highest = Math.max(highest, next);
        reassembly.statistics.gaps++;
        reassembly.statistics.gapOctets += octets;
    }

    private void end(EndReason reason) {
        ended = true;
        endReason = reason;
        endAt = next;
        queue.clear();
        StreamInput taker = input;
        if (taker != null) {
            taker.end(reason, reassembly.time());
        }
    }
}
