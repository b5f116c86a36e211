package io.xenscope.samples.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Capture file formats, all little-endian with Ethernet frames that are never cut. */
public enum CaptureFormat {
    /** Classic pcap with microseconds. */
    PCAP(16),
    /** Classic pcap with nanoseconds. */
    PCAP_NANO(16),
    /** pcapng, one section, one interface, nanoseconds. */
    PCAPNG(28);

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int ETHERNET = 1;
    private static final int SNAPLEN = 262_144;

    private final int headerOctets;

    CaptureFormat(int headerOctets) {
        this.headerOctets = headerOctets;
    }

    /** Octets between two frames in front of the second, not counting the trailer of the first. */
    int headerOctets() {
        return headerOctets;
    }

    byte[] fileHeader() {
        ByteBuffer header = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        if (this == PCAPNG) {
            header.putInt(0x0a0d0d0a)
                    .putInt(28)
                    .putInt(0x1a2b3c4d)
                    .putShort((short) 1)
                    .putShort((short) 0);
            header.putLong(-1).putInt(28);
            header.putInt(1)
                    .putInt(32)
                    .putShort((short) ETHERNET)
                    .putShort((short) 0)
                    .putInt(SNAPLEN);
            header.putShort((short) 9).putShort((short) 1).put((byte) 9).put(new byte[3]);
            header.putInt(0).putInt(32);
        } else {
            header.putInt(this == PCAP ? 0xa1b2c3d4 : 0xa1b23c4d)
                    .putShort((short) 2)
                    .putShort((short) 4);
            header.putInt(0).putInt(0).putInt(SNAPLEN).putInt(ETHERNET);
        }
        return Arrays.copyOf(header.array(), header.position());
    }

    /** Writes what stands in front of a frame. */
    void putHeader(byte[] into, int at, long nanos, int frameOctets) {
        if (this == PCAPNG) {
            put(into, at, 6, headerOctets + trailerOctets(frameOctets) + frameOctets, 0);
            put(into, at + 12, (int) (nanos >>> 32), (int) nanos, frameOctets);
            INTS.set(into, at + 24, frameOctets);
        } else {
            int fraction = (int) (nanos % 1_000_000_000L);
            put(into, at, (int) (nanos / 1_000_000_000L), this == PCAP ? fraction / 1000 : fraction, frameOctets);
            INTS.set(into, at + 12, frameOctets);
        }
    }

    /** Octets behind a frame. */
    int trailerOctets(int frameOctets) {
        return this == PCAPNG ? (-frameOctets & 3) + 4 : 0;
    }

    /** Writes what stands behind a frame. */
    void putTrailer(byte[] into, int at, int frameOctets) {
        if (this == PCAPNG) {
            int padding = -frameOctets & 3;
            for (int i = 0; i < padding; i++) {
                into[at + i] = 0;
            }
            INTS.set(into, at + padding, headerOctets + frameOctets + padding + 4);
        }
    }

    private static void put(byte[] into, int at, int first, int second, int third) {
        INTS.set(into, at, first);
        INTS.set(into, at + 4, second);
        INTS.set(into, at + 8, third);
    }
}
