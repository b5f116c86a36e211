package io.xenscope.capture;

/**
 * Turns the 32-bit numbers of TCP into places in the stream: 64-bit offsets, 0 being the octet behind the SYN (carriers
 * specification 8.5 rules 1 to 3). Without a SYN the lowest of the first segments becomes offset 0; until that is settled,
 * offsets count from an arbitrary place before it.
 */
final class StreamPlaces {

    /** Where the first segment is put while the beginning is open, so that earlier ones find room before it. */
    private static final int ANCHOR = 1 << 30;

    private static final int MOST_PIECES = 65_536;

    private final OrderedStream stream;

    /** Offset 0 is settled. */
    boolean fixed;
    /** Offsets can be computed. */
    boolean anchored;
    /** What the other side acknowledged. */
    long acknowledged;

    /** Sequence number of offset 0. */
    private int base;

    private boolean acknowledgmentSeen;
    private int lastAcknowledgment;

    StreamPlaces(OrderedStream stream) {
        this.stream = stream;
    }

    /** Rule 1: the offset nearest to the one expected next. */
    long offset(int sequence) {
        return stream.next + (sequence - nextSequence());
    }

    int nextSequence() {
        return base + (int) stream.next;
    }

    /** True if offset 0 is settled and has this sequence number. */
    boolean startsAt(int sequence) {
        return fixed && base == sequence;
    }

    void noteAcknowledgment(int sequence) {
        lastAcknowledgment = sequence;
        acknowledgmentSeen = true;
    }

    /** True if the last acknowledgment was just this. */
    boolean wasAcknowledged(int sequence) {
        return acknowledgmentSeen && lastAcknowledgment == sequence;
    }

    /**
     * A SYN (or the other side's answer to it) tells the sequence number of offset 0 (rule 2). Also taken when it comes
     * late, as long as nothing was delivered and it lies at most {@code slack} before what is waiting.
     *
     * @return false if it contradicts what is known
     */
    boolean begin(int sequence, long slack) {
        if (fixed) {
            return base == sequence;
        }
        if (anchored) {
            long offset = offset(sequence);
            if (offset > lowest() || lowest() - offset > slack) {
                return false;
            }
            rebase(offset);
            return true;
        }
        base = sequence;
        stream.firstSequence = base;
        anchored = true;
        fixed = true;
        takeEarlierAcknowledgment();
        return true;
    }

    /** Offsets can be computed from here on, but what is offset 0 stays open (rule 3). */
    void anchor(int sequence) {
        base = sequence - ANCHOR;
        anchored = true;
        takeEarlierAcknowledgment();
    }

    private void takeEarlierAcknowledgment() {
        if (acknowledgmentSeen) {
            acknowledged = Math.max(0, offset(lastAcknowledgment));
        }
    }

    /** True once nothing can come before the lowest segment, or {@code slack} octets of data did not bring anything. */
    boolean isSettled(long slack) {
        if (stream.queue.isEmpty()) {
            return stream.endAt != OrderedStream.NONE && acknowledged >= stream.endAt;
        }
        return acknowledged >= lowest() || stream.highest - lowest() >= slack || stream.queue.count() > MOST_PIECES;
    }

    /** Waits no longer for anything before the lowest segment. */
    void settle() {
        if (anchored && !fixed) {
            fix();
        }
    }

    void fix() {
        rebase(lowest());
    }

    private long lowest() {
        return stream.queue.isEmpty() ? stream.endAt : stream.queue.first().start;
    }

    private void rebase(long offset) {
        base += (int) offset;
        stream.firstSequence = base;
        stream.queue.shift(-offset);
        stream.highest = Math.max(0, stream.highest - offset);
        acknowledged = Math.max(0, acknowledged - offset);
        if (stream.endAt != OrderedStream.NONE) {
            stream.endAt -= offset;
        }
        fixed = true;
    }
}
