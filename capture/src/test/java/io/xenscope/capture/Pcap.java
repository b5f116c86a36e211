package io.xenscope.capture;

import java.io.ByteArrayOutputStream;

/** Writes pcap files. */
final class Pcap {

    static final long START = 1_700_000_000_000_000_000L;

    private final boolean bigEndian;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final boolean nanoseconds;
    private final boolean modified;

    Pcap(int linkType) {
        this(0xA1B2C3D4, false, 4, 65_535, linkType);
    }

    Pcap(int magic, boolean bigEndian, int minor, int snapLength, int network) {
        this.bigEndian = bigEndian;
        this.nanoseconds = magic == 0xA1B23C4D;
        this.modified = magic == 0xA1B2CD34;
        u32(magic);
        out.writeBytes(Frames.u16(2, bigEndian));
        out.writeBytes(Frames.u16(minor, bigEndian));
        u32(0);
        u32(0);
        u32(snapLength);
        u32(network);
    }

    void u32(int value) {
        out.writeBytes(Frames.u32(value, bigEndian));
    }

    Pcap packet(long time, byte[] frame) {
        return packet(time, frame, frame.length);
    }

    /** @param captured how much of the frame is written */
    Pcap packet(long time, byte[] frame, int captured) {
        return record(time, captured, frame.length, java.util.Arrays.copyOf(frame, captured));
    }

    Pcap record(long time, int captured, int length, byte[] octets) {
        u32((int) (time / 1_000_000_000L));
        u32((int) (time % 1_000_000_000L / (nanoseconds ? 1 : 1000)));
        u32(captured);
        u32(length);
        if (modified) {
            u32(7);
            u32(0);
        }
        out.writeBytes(octets);
        return this;
    }

    byte[] octets() {
        return out.toByteArray();
    }
}
