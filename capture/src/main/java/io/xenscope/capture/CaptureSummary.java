package io.xenscope.capture;

import java.util.Map;

/**
 * Counters of one capture. Octets of TCP are payload octets; times are nanoseconds since 1970-01-01T00:00:00Z, 0 if no
 * packet had one.
 *
 * @param packets records of packets
 * @param octets captured octets of all packets
 * @param wireOctets octets the packets had on the wire
 * @param cutPackets packets of which the capture keeps less than there was
 * @param tcpSegments TCP segments, repeated ones included
 * @param payloadOctets payload octets captured, repeated ones included
 * @param deliveredOctets payload octets handed over
 * @param connections connections seen, with payload or not
 * @param outOfOrder segments that came before octets in front of them
 * @param retransmitted segments repeating octets in whole or part, without those counted as duplicates
 * @param duplicates segments captured more than once (the same packet, carriers specification 8.5 rule 12)
 * @param keepalives TCP keep-alive probes
 * @param gaps gaps handed over
 * @param gapOctets octets missing in them
 * @param ackedUnseen times a receiver acknowledged octets the capture never showed
 * @param overlapConflicts times two copies of the same octets differed
 * @param osDrops packets the capturing system says it lost
 * @param firstTime earliest packet
 * @param lastTime latest packet
 * @param skipped packets left out, by reason
 */
public record CaptureSummary(
        long packets,
        long octets,
        long wireOctets,
        long cutPackets,
        long tcpSegments,
        long payloadOctets,
        long deliveredOctets,
        long connections,
        long outOfOrder,
        long retransmitted,
        long duplicates,
        long keepalives,
        long gaps,
        long gapOctets,
        long ackedUnseen,
        long overlapConflicts,
        long osDrops,
        long firstTime,
        long lastTime,
        Map<String, Long> skipped) {

    /** Copies the map. */
    public CaptureSummary {
        skipped = Map.copyOf(skipped);
    }
}
