package io.xenscope.capture;

import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.StreamInput;
import io.xenscope.dissect.finding.FindingCode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection: puts its segments into the order of the stream (carriers specification 8.5; the rules
 * named here are those of that section).
 *
 * <pre>
 *        delivered            waiting in the queue, with holes
 *  |----------------------|.......|-------|....|------------|
 *  0                     next                            highest
 * </pre>
 */
final class TcpDirection {

    private static final long SUSPICIOUS = 1L << 30;
    private static final int LARGEST_UNSCALED = 65_535;
    private static final long LARGEST_SLACK = 1 << 20;
    private static final int MOST_PIECES = 65_536;
    private static final long STALL = 1_000_000_000L;
    private static final int CHECKSUMS = 8;

    final Flow flow;
    private final Reassembly reassembly;
    private final OrderedStream stream;
    private final SegmentQueue queue;
    private final StreamPlaces places;
    private int checksumsToTry = CHECKSUMS;
    final AdvertisedWindow window = new AdvertisedWindow();

    @SuppressWarnings("NullAway.Init")
    private TcpDirection opposite;

    @SuppressWarnings("NullAway.Init")
    TcpDirection(Flow flow, Reassembly reassembly) {
        this.flow = flow;
        this.reassembly = reassembly;
        this.stream = new OrderedStream(flow, reassembly);
        this.queue = stream.queue;
        this.places = new StreamPlaces(stream);
    }

    void attach(TcpDirection other) {
        opposite = other;
    }

    TcpDirection opposite() {
        return opposite;
    }

    boolean isEnded() {
        return stream.ended;
    }

    boolean isClosing() {
        return stream.endAt != OrderedStream.NONE;
    }

    boolean hasOctets() {
        return stream.next > 0 || !queue.isEmpty();
    }

    boolean hasQueued() {
        return !queue.isEmpty();
    }

    boolean isFinSeen() {
        return stream.finSeen;
    }

    /** True if offset 0 has this sequence number. */
    boolean startsAt(int sequence) {
        return places.startsAt(sequence);
    }

    boolean isFixed() {
        return places.fixed;
    }

    /** True once any segment of it was captured. */
    boolean isHeardOf() {
        return window.isSeen();
    }

    /** A segment that is no RST tells this side's window. */
    void heard(TcpSegment segment) {
        if (window.update(segment, reassembly.time()) >= STALL) {
            flow.tell(FlowCondition.ZERO_WINDOW, opposite);
        }
    }

    void found(FindingCode code, String text) {
        stream.found(code, text);
    }

    /** The first checksums tell whether there are any: on the host that sends, the network card fills them in. */
    private void tryChecksum(TcpSegment segment) {
        if (segment.captured != segment.length || segment.length == 0) {
            return;
        }
        long sum = Checksums.sum(
                segment.octets,
                segment.payload,
                segment.payload + segment.length,
                segment.headerSum(reassembly.packet));
        if (Checksums.fold(sum) == 0xFFFF) {
            checksumsToTry = 0;
        } else if (--checksumsToTry == 0) {
            flow.tell(FlowCondition.OFFLOAD, this);
        }
    }

    void give(StreamInput taker) {
        stream.give(taker);
    }

    boolean begin(int sequence) {
        return places.begin(sequence, Math.max(plausibleWindow(), LARGEST_SLACK));
    }

    /** What the other side is ready to take; −1 when that is not certain. */
    long receiverWindow() {
        return opposite.window.isSeen() && opposite.window.isScaleKnown(window) ? usualWindow() : -1;
    }

    /** Segments of it with octets that came before. */
    long retransmitted() {
        return stream.retransmitted;
    }

    /** Segments of it that came before octets in front of them. */
    long outOfOrder() {
        return stream.outOfOrder;
    }

    /** What the other side is ready to take, as far as that is certain. */
    private long usualWindow() {
        return opposite.window.usual(window);
    }

    private long plausibleWindow() {
        return opposite.window.plausible(window);
    }

    /**
     * The other side got everything before {@code sequence}: what is missing before it will not come any more (rule 8).
     */
    void acknowledge(int sequence) {
        places.noteAcknowledgment(sequence);
        if (!places.anchored || stream.ended) {
            return;
        }
        long offset = Math.min(places.offset(sequence), stream.endAt);
        if (offset <= places.acknowledged || offset - stream.highest > SUSPICIOUS + plausibleWindow()) {
            return;
        }
        places.acknowledged = offset;
        if (offset > stream.highest) {
            acknowledgedUnseen(offset);
        }
        if (!queue.isEmpty() || stream.endAt != OrderedStream.NONE) {
            advance();
        }
    }

    /** Rule 10. One octet more may be a FIN that was not captured. */
    private void acknowledgedUnseen(long offset) {
        if (places.fixed && offset - stream.highest > (stream.endAt == OrderedStream.NONE ? 1 : 0)) {
            reassembly.statistics.ackedUnseen++;
            flow.tell(FlowCondition.ACKED_UNSEEN, this);
        }
    }

    /** True if the number acknowledges no more than the next octet expected: nothing has to be done about it. */
    boolean acknowledgesNothingNew(int sequence) {
        if (!places.fixed) {
            return false;
        }
        long offset = places.offset(sequence);
        if (offset <= places.acknowledged) {
            return true;
        }
        if (offset <= stream.next && queue.isEmpty() && stream.endAt == OrderedStream.NONE) {
            places.acknowledged = offset;
            return true;
        }
        return false;
    }

    /** The way nearly every segment goes: all of it captured, nothing waiting, just what comes next. */
    boolean takeInOrder(TcpSegment segment) {
        if (!places.fixed
                || segment.sequence != places.nextSequence()
                || segment.captured != segment.length
                || segment.length == 0
                || stream.endAt != OrderedStream.NONE
                || !queue.isEmpty()) {
            return false;
        }
        if (checksumsToTry > 0) {
            tryChecksum(segment);
        }
        stream.deliver(segment.octets, segment.payload, segment.length);
        stream.highest = Math.max(stream.highest, stream.next);
        return true;
    }

    /** @param seenBefore whether the same packet was captured a moment ago */
    void take(TcpSegment segment, boolean seenBefore) {
        if (segment.length == 0) {
            countProbe(segment);
            return;
        }
        int sequence = segment.dataSequence();
        if (!places.anchored) {
            if (segment.length == 1 && places.wasAcknowledged(sequence + 1)) {
                reassembly.statistics.keepalives++;
                return;
            }
            places.anchor(sequence);
        }
        long start = places.offset(sequence);
        long end = start + segment.length;
        if (isOld(segment, start) || isKeepalive(segment, start)) {
            return;
        }
        long stop = Math.min(end, stream.endAt);
        if (end > stream.endAt && stream.finSeen) {
            flow.tell(FlowCondition.AFTER_FIN, this);
        }
        if (stop <= stream.next || stop <= start) {
            if (end <= stream.next) {
                repeated(seenBefore);
            }
            return;
        }
        if (places.fixed && start <= stream.next && (queue.isEmpty() || queue.first().start >= stop)) {
            takeAtNext(segment, start, stop);
        } else {
            enqueue(segment, start, stop, seenBefore);
        }
        advance();
    }

    private void takeAtNext(TcpSegment segment, long start, long stop) {
        if (start < stream.next) {
            reassembly.statistics.retransmitted++;
            stream.retransmitted++;
        }
        stream.highest = Math.max(stream.highest, stop);
        long captured = Math.min(start + segment.captured, stop);
        if (captured > stream.next) {
            stream.deliver(
                    segment.octets, segment.payload + (int) (stream.next - start), (int) (captured - stream.next));
        }
        if (captured < stop) {
            flow.tell(FlowCondition.CUT, this);
            queue.insert(new Piece(Math.max(captured, stream.next), stop, start, stop));
        }
    }

    private void enqueue(TcpSegment segment, long start, long stop, boolean seenBefore) {
        if (queue.covers(Math.max(start, stream.next), stop)) {
            repeated(seenBefore);
        } else if ((start > stream.highest && places.fixed) || start < stream.highest) {
            reassembly.statistics.outOfOrder++;
            stream.outOfOrder++;
        }
        stream.highest = Math.max(stream.highest, stop);
        long captured = Math.min(start + segment.captured, stop);
        long from = Math.max(start, places.fixed ? stream.next : start);
        if (captured > from) {
            byte[] copy =
                    Arrays.copyOfRange(segment.octets, segment.payload, segment.payload + (int) (captured - start));
            boolean whole = segment.captured == segment.length && stop - start == segment.length;
            Piece piece = Piece.of(copy, start, stop, segment.headerSum(reassembly.packet), whole);
            queue.insert(from == start ? piece : piece.part(from, captured));
        }
        if (captured < stop) {
            flow.tell(FlowCondition.CUT, this);
            queue.insert(new Piece(Math.max(captured, from), stop, start, stop));
        }
        tellConflicts();
    }

    private void tellConflicts() {
        if (queue.conflicts > 0) {
            reassembly.statistics.overlapConflicts += queue.conflicts;
            flow.tell(FlowCondition.OVERLAP, this);
            if (queue.decidedByChecksum > 0) {
                flow.tell(FlowCondition.CHECKSUM, this);
            }
            queue.conflicts = 0;
            queue.decidedByChecksum = 0;
        }
    }

    private void repeated(boolean seenBefore) {
        if (seenBefore) {
            reassembly.statistics.duplicates++;
            stream.duplicates++;
        } else {
            reassembly.statistics.retransmitted++;
            stream.retransmitted++;
        }
    }

    /** Rule 1: far away and with an older timestamp is a segment from a former round of the sequence numbers. */
    private boolean isOld(TcpSegment segment, long start) {
        boolean suspicious = Math.abs(start - stream.next) > SUSPICIOUS + plausibleWindow();
        if (places.fixed ? suspicious && window.isAfter(segment) : start < 0) {
            reassembly.statistics.skip(Skip.OLD_DUPLICATE);
            return true;
        }
        return false;
    }

    /** Rule 6: one octet right before the next one to be sent, whatever its value. */
    private boolean isKeepalive(TcpSegment segment, long start) {
        if (segment.length == 1
                && places.fixed
                && (start == stream.next - 1 || start == stream.highest - 1 || start == stream.endAt)) {
            reassembly.statistics.keepalives++;
            return true;
        }
        return false;
    }

    private void countProbe(TcpSegment segment) {
        boolean bare = (segment.flags & (TcpSegment.SYN | TcpSegment.FIN | TcpSegment.RST)) == 0;
        if (bare && places.fixed && stream.next > 0 && places.offset(segment.sequence) == stream.next - 1) {
            reassembly.statistics.keepalives++;
        }
    }

    /** Rule 11: the direction ends behind the data of this segment. */
    void fin(TcpSegment segment) {
        int sequence = segment.dataSequence() + segment.length;
        if (!places.anchored) {
            places.anchor(sequence);
        }
        long at = places.offset(sequence);
        boolean far = at - stream.next > SUSPICIOUS + plausibleWindow();
        if (stream.ended || stream.finSeen || (places.fixed && (at < stream.next || far))) {
            return;
        }
        stream.finSeen = true;
        stream.endAt = at;
        stream.endReason = EndReason.FIN;
        places.acknowledged = Math.min(places.acknowledged, stream.endAt);
        stream.highest = Math.min(stream.highest, stream.endAt);
        if (queue.truncate(stream.endAt)) {
            flow.tell(FlowCondition.AFTER_FIN, this);
        }
        advance();
    }

    /** True if a RST with this sequence number is near enough to be genuine. */
    boolean acceptsReset(int sequence) {
        return !places.fixed || Math.abs(places.offset(sequence) - stream.next) <= plausibleWindow();
    }

    /**
     * A RST in either direction: what waits is handed over, with gaps. The direction is over unless octets are known to
     * be missing at its end, sent or acknowledged, which may still come (rules 10, 11).
     *
     * @param resetSequence the sequence number of a RST of this direction, null for one of the other
     */
    void reset(@Nullable Integer resetSequence) {
        if (stream.ended) {
            return;
        }
        places.settle();
        stream.drain(OrderedStream.NONE);
        if (stream.ended) {
            return;
        }
        stream.endAt = Math.max(stream.next, places.acknowledged);
        if (resetSequence != null && places.fixed) {
            stream.endAt = Math.max(stream.endAt, places.offset(resetSequence));
        }
        stream.endReason = EndReason.RESET;
        stream.drain(places.acknowledged);
    }

    /** Nothing more will come: everything waiting is handed over, then what was acknowledged but never captured. */
    void finish(EndReason reason) {
        if (stream.ended) {
            return;
        }
        places.settle();
        stream.drain(OrderedStream.NONE);
        if (stream.ended) {
            return;
        }
        boolean finNotCaptured = places.acknowledged == stream.highest + 1
                && stream.endAt == OrderedStream.NONE
                && opposite.stream.finSeen;
        long missing = places.acknowledged - stream.next - (finNotCaptured ? 1 : 0);
        if (missing > 0) {
            stream.gap(missing, GapCause.CAPTURE_LOSS);
        }
        stream.end(stream.endReason == null ? reason : stream.endReason);
    }

    /** Nobody wants it any more. */
    void abandon() {
        stream.abandon();
    }

    /** Hands over what has become ready, and gives up holes where rule 8 says so. */
    private void advance() {
        if (stream.ended) {
            return;
        }
        if (!places.fixed) {
            if (!places.isSettled(Math.min(Math.max(usualWindow(), LARGEST_UNSCALED), LARGEST_SLACK))) {
                return;
            }
            places.fix();
        }
        stream.drain(places.acknowledged);
        long most = Math.max(usualWindow(), reassembly.limits.holeOctets());
        while (!queue.isEmpty()) {
            boolean full = queue.memory() > reassembly.limits.directionOctets() || queue.count() > MOST_PIECES;
            if (!full && queue.octets() <= most) {
                return;
            }
            if (full) {
                flow.tell(FlowCondition.QUEUE_LIMIT, this);
            }
            giveUpOldest();
        }
    }

    private void giveUpOldest() {
        Piece piece = queue.first();
        stream.drain(Math.max(places.acknowledged, piece.start > stream.next ? piece.start : piece.end));
    }

    /** Memory is needed elsewhere (rule 14). */
    void giveUpForMemory() {
        flow.tell(FlowCondition.QUEUE_LIMIT, this);
        giveUpHoles();
    }

    /** Both sides sent their FIN (rule 8). */
    void giveUpHoles() {
        places.settle();
        stream.drain(OrderedStream.NONE);
    }
}
