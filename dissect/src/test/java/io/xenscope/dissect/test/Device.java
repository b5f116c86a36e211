package io.xenscope.dissect.test;

import io.xenscope.samples.grammar.Emulator;
import io.xenscope.samples.grammar.StreamWriter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes device states of QEMU, element by element. */
public final class Device {

    /** Where the state begins in {@link #stream}. */
    public static final int STATE = Guests.EMULATOR + 16;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Magic and version 3. */
    public static Device state() {
        return new Device().text("QEVM").u32(3);
    }

    /** A state of two devices, as Xen's QEMU writes it: timer at 8, PCIHost at 51, the end at 76. */
    public static byte[] small() {
        return state().full(0, "timer", 0, 2, timer())
                .full(3, "PCIHost", 0, 1, 0x80, 0, 0, 4)
                .end();
    }

    public static int[] timer() {
        return new int[] {0, 0, 0, 1, 2, 3, 4, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 9};
    }

    public Device raw(byte... octets) {
        out.writeBytes(octets);
        return this;
    }

    public Device u8(int... values) {
        for (int value : values) {
            out.write(value);
        }
        return this;
    }

    public Device u16(int value) {
        return raw(ByteBuffer.allocate(2).putShort((short) value).array());
    }

    public Device u32(long value) {
        return raw(ByteBuffer.allocate(4).putInt((int) value).array());
    }

    public Device text(String text) {
        return raw(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** One octet with the length, then the text. */
    public Device name(String text) {
        return u8(text.length()).text(text);
    }

    public Device full(long id, String name, long instance, long version, int... payload) {
        return section(4, id, name, instance, version, payload);
    }

    public Device section(int type, long id, String name, long instance, long version, int... payload) {
        return u8(type).u32(id).name(name).u32(instance).u32(version).u8(payload);
    }

    public Device footer(long id) {
        return u8(0x7e).u32(id);
    }

    /** The mark behind the last section, and all that was written. */
    public byte[] end() {
        return u8(0).octets();
    }

    public byte[] octets() {
        return out.toByteArray();
    }

    public int length() {
        return out.size();
    }

    /** The sound libxl stream of {@link Guests} with this state. */
    public static byte[] stream(byte... state) {
        return stream(Emulator.QEMU_UPSTREAM, state);
    }

    public static byte[] stream(Emulator emulator, byte... state) {
        return Octets.replace(
                Guests.libxl(),
                Guests.EMULATOR,
                Guests.LIBXL_END,
                StreamWriter.octets(w -> w.libxl().emulatorContext(emulator, state)));
    }
}
