package io.xenscope.capture;

import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.finding.FindingCode;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts fragmented IP datagrams together (carriers specification 8.4): as Linux does, a fragment that overlaps another one
 * in any way but being its exact copy makes the whole datagram void.
 */
final class Fragments {

    private static final long KEPT = 30_000_000_000L;
    private static final int LONGEST = 65_535;
    private static final int KEY_MEMORY = 250;
    private static final int RANGE_MEMORY = 72;
    private static final int TCP = 6;
    private static final int TCP_HEADER = 20;

    private final Statistics statistics;
    private final Notices notices;
    private final int most;
    private final long mostOctets;
    private long kept;
    private final Map<Key, Datagram> datagrams = new LinkedHashMap<>();

    /**
     * @param most datagrams kept
     * @param mostOctets octets kept of them
     */
    Fragments(Statistics statistics, Notices notices, int most, long mostOctets) {
        this.statistics = statistics;
        this.notices = notices;
        this.most = most;
        this.mostOctets = mostOctets;
    }

    private record Key(
            long sourceHigh,
            long sourceLow,
            long destinationHigh,
            long destinationLow,
            long scope,
            int protocol,
            int identification) {}

    private static final class Datagram {
        final long firstTime;
        final TreeMap<Integer, Integer> ranges = new TreeMap<>();
        byte[] octets = new byte[2048];
        int present;
        int length = -1;
        boolean isVoid;

        Datagram(long firstTime) {
            this.firstTime = firstTime;
        }

        void voidIt() {
            isVoid = true;
            octets = new byte[0];
            ranges.clear();
        }

        long memory() {
            return KEY_MEMORY + octets.length + (long) RANGE_MEMORY * ranges.size();
        }
    }

    /** Takes {@code source[from .. to)}; the whole payload if this was the last piece missing. */
    byte @Nullable [] add(
            Packet packet,
            int protocol,
            int identification,
            int offset,
            boolean more,
            byte[] source,
            int from,
            int to) {
        expire(packet.time);
        Key key = new Key(
                packet.sourceHigh,
                packet.sourceLow,
                packet.destinationHigh,
                packet.destinationLow,
                packet.scope,
                protocol,
                identification);
        Datagram datagram = datagrams.get(key);
        if (datagram == null) {
            if (datagrams.size() >= most) {
                dropOldest(packet);
            }
            datagram = new Datagram(packet.time);
            datagrams.put(key, datagram);
        } else {
            kept -= datagram.memory();
        }
        byte[] whole = take(datagram, packet, protocol, offset, more, source, from, to);
        if (whole != null) {
            datagrams.remove(key);
            return whole;
        }
        kept += datagram.memory();
        while (kept > mostOctets) {
            dropOldest(packet);
        }
        return null;
    }

    private byte @Nullable [] take(
            Datagram datagram, Packet packet, int protocol, int offset, boolean more, byte[] source, int from, int to) {
        int length = to - from;
        if (datagram.isVoid) {
            return null;
        }
        boolean tooShort = offset == 0 && protocol == TCP && length < TCP_HEADER;
        if (length <= 0 || offset + length > LONGEST || (more && ((length & 7) != 0 || tooShort))) {
            datagram.voidIt();
            statistics.skip(Skip.MALFORMED);
            return null;
        }
        if (!place(datagram, offset, length, more)) {
            return null;
        }
        if (datagram.isVoid) {
            notices.once(
                    "fragments",
                    "CAP-FRAG-OVERLAP",
                    Severity.WARN,
                    packet.fileOffset,
                    "IP fragments overlap, the datagram is left out");
            statistics.skip(Skip.FRAGMENT);
            return null;
        }
        if (datagram.octets.length < offset + length) {
            datagram.octets = Arrays.copyOf(datagram.octets, Math.max(offset + length, 2 * datagram.octets.length));
        }
        System.arraycopy(source, from, datagram.octets, offset, length);
        datagram.present += length;
        if (datagram.present != datagram.length) {
            return null;
        }
        return Arrays.copyOf(datagram.octets, datagram.length);
    }

    /** False for an exact copy of a fragment that is there; voids the datagram if the fragment does not fit. */
    private static boolean place(Datagram datagram, int offset, int length, boolean more) {
        int end = offset + length;
        Integer same = datagram.ranges.get(offset);
        if (same != null && same == end) {
            return false;
        }
        Map.Entry<Integer, Integer> before = datagram.ranges.floorEntry(offset);
        Integer after = datagram.ranges.ceilingKey(offset);
        boolean overlaps = (before != null && before.getValue() > offset) || (after != null && after < end);
        boolean beyond = datagram.length >= 0 && (end > datagram.length || !more);
        boolean shorter = !more
                && !datagram.ranges.isEmpty()
                && datagram.ranges.lastEntry().getValue() > end;
        if (overlaps || beyond || shorter) {
            datagram.voidIt();
            return true;
        }
        if (!more) {
            datagram.length = end;
        }
        datagram.ranges.put(offset, end);
        return true;
    }

    private void expire(long now) {
        Iterator<Map.Entry<Key, Datagram>> oldest = datagrams.entrySet().iterator();
        while (oldest.hasNext()) {
            Datagram datagram = oldest.next().getValue();
            if (now - datagram.firstTime < KEPT) {
                return;
            }
            oldest.remove();
            kept -= datagram.memory();
            if (!datagram.isVoid) {
                statistics.skip(Skip.FRAGMENT);
            }
        }
    }

    /** There is no room. */
    private void dropOldest(Packet packet) {
        Datagram gone = datagrams.remove(datagrams.keySet().iterator().next());
        kept -= gone == null ? 0 : gone.memory();
        statistics.skip(Skip.FRAGMENT);
        notices.once(
                "datagrams",
                FindingCode.CAP_QLIMIT.id(),
                FindingCode.CAP_QLIMIT.severity(),
                packet.fileOffset,
                "too many IP datagrams wait for fragments, the oldest are left out");
    }
}
