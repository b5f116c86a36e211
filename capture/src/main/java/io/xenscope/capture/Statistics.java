package io.xenscope.capture;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** The counters behind {@link CaptureSummary}, while they grow. */
final class Statistics {

    long packets;
    long octets;
    long wireOctets;
    long cutPackets;
    long tcpSegments;
    long payloadOctets;
    long deliveredOctets;
    long connections;
    long outOfOrder;
    long retransmitted;
    long duplicates;
    long keepalives;
    long gaps;
    long gapOctets;
    long ackedUnseen;
    long overlapConflicts;
    long osDrops;
    long firstTime = Long.MAX_VALUE;
    long lastTime = Long.MIN_VALUE;

    private final Map<Skip, Long> skipped = new EnumMap<>(Skip.class);

    void packet(long time, int captured, long length) {
        packets++;
        octets += captured;
        wireOctets += length;
        if (captured < length) {
            cutPackets++;
        }
        firstTime = Math.min(firstTime, time);
        lastTime = Math.max(lastTime, time);
    }

    void skip(Skip reason) {
        skipped.merge(reason, 1L, Long::sum);
    }

    CaptureSummary summary() {
        Map<String, Long> reasons = new TreeMap<>();
        skipped.forEach((reason, count) -> reasons.put(reason.text, count));
        return new CaptureSummary(
                packets,
                octets,
                wireOctets,
                cutPackets,
                tcpSegments,
                payloadOctets,
                deliveredOctets,
                connections,
                outOfOrder,
                retransmitted,
                duplicates,
                keepalives,
                gaps,
                gapOctets,
                ackedUnseen,
                overlapConflicts,
                osDrops,
                packets == 0 ? 0 : firstTime,
                packets == 0 ? 0 : lastTime,
                reasons);
    }
}
