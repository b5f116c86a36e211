package io.xenscope.capture;

import java.io.ByteArrayOutputStream;

/** Writes pcapng files. */
final class Pcapng {

    private boolean bigEndian;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Pcapng section(boolean order) {
        bigEndian = order;
        return block(
                0x0A0D0D0A,
                Frames.concat(
                        u32(0x1A2B3C4D),
                        u16(1),
                        u16(0),
                        u32(-1),
                        u32(-1),
                        option(1, "a comment".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        u32(0)));
    }

    Pcapng describe(int linkType, byte[]... options) {
        return block(1, Frames.concat(u16(linkType), u16(0), u32(0), Frames.concat(options), u32(0)));
    }

    Pcapng enhanced(int id, long steps, byte[] frame, byte[]... options) {
        return block(
                6,
                Frames.concat(
                        u32(id),
                        u32((int) (steps >>> 32)),
                        u32((int) steps),
                        u32(frame.length),
                        u32(frame.length),
                        pad(frame),
                        Frames.concat(options)));
    }

    Pcapng old(int id, int drops, long steps, byte[] frame) {
        return block(
                2,
                Frames.concat(
                        u16(id),
                        u16(drops),
                        u32((int) (steps >>> 32)),
                        u32((int) steps),
                        u32(frame.length),
                        u32(frame.length),
                        pad(frame)));
    }

    Pcapng simple(byte[] frame) {
        return block(3, Frames.concat(u32(frame.length), pad(frame)));
    }

    Pcapng block(int type, byte[] body) {
        int total = 12 + body.length;
        out.writeBytes(u32(type));
        out.writeBytes(u32(total));
        out.writeBytes(body);
        out.writeBytes(u32(total));
        return this;
    }

    byte[] option(int code, byte[] value) {
        return Frames.concat(u16(code), u16(value.length), pad(value));
    }

    byte[] u64(long value) {
        return bigEndian
                ? Frames.concat(u32((int) (value >>> 32)), u32((int) value))
                : Frames.concat(u32((int) value), u32((int) (value >>> 32)));
    }

    byte[] u32(int value) {
        return Frames.u32(value, bigEndian);
    }

    byte[] u16(int value) {
        return Frames.u16(value, bigEndian);
    }

    private static byte[] pad(byte[] octets) {
        return java.util.Arrays.copyOf(octets, octets.length + 3 & ~3);
    }

    byte[] octets() {
        return out.toByteArray();
    }
}
