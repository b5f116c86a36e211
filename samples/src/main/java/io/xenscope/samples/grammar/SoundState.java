package io.xenscope.samples.grammar;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Contents of state records of a guest that has just been made: nothing a hypervisor would refuse. */
final class SoundState {

    private static final long SAVE_MAGIC = 0x5438_1286L;
    private static final long IOAPIC_BASE = 0xfec0_0000L;
    private static final long HPET_CAPABILITY = 0x0429_b17f_8086_a201L;

    private SoundState() {}

    /** The payload of a save record. */
    static byte[] saveRecord(int type, int instance, int length) {
        ByteBuffer octets = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case 1 -> header(octets);
            case 2 -> cpu(octets);
            case 3 -> octets.put(5, (byte) (instance == 0 ? 0x40 : 0));
            case 4 -> ioapic(octets, (length - 16) / 8);
            case 5 -> octets.putLong(0, 0xfee0_0900L).putInt(12, 2);
            case 10 -> pit(octets);
            case 12 -> octets.putLong(0, HPET_CAPABILITY);
            case 14 -> octets.putLong(0, 0x0007_0406_0007_0406L);
            case 18 -> octets.putLong(0, 2);
            default -> {}
        }
        return octets.array();
    }

    private static void header(ByteBuffer octets) {
        octets.putInt(0, (int) SAVE_MAGIC).putInt(4, 1).putLong(8, 0x12_3456_789aL);
        octets.putInt(16, 0x306c3).putInt(20, 2_400_000);
    }

    /** CPU of 1032, 1024 or 1016 octets. */
    private static void cpu(ByteBuffer octets) {
        octets.putLong(640, 0xfff0L).putLong(648, 2).putLong(656, 0x10);
        if (octets.capacity() > 1024) {
            octets.putInt(1024, 1);
        }
    }

    private static void ioapic(ByteBuffer octets, int pins) {
        octets.putLong(0, IOAPIC_BASE);
        for (int pin = 0; pin < pins; pin++) {
            octets.putLong(16 + 8 * pin, 1L << 16);
        }
    }

    private static void pit(ByteBuffer octets) {
        for (int channel = 0; channel < 3; channel++) {
            octets.putInt(16 * channel, 0x10000).put(16 * channel + 13, (byte) 3);
            octets.put(16 * channel + 15, (byte) (channel < 2 ? 1 : 0));
        }
    }

    /** A vcpu_guest_context of an online virtual CPU. */
    static byte[] vcpuContext(int length) {
        byte[] context = new byte[length];
        context[512] = 0x25;
        return context;
    }

    /** A vcpu_extended_context that says how long it is. */
    static byte[] extendedContext(int vcpu, int length) {
        ByteBuffer octets = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        return octets.putInt(0, vcpu).putInt(4, Math.min(length, 64)).array();
    }

    /** An XSAVE area of 832 octets behind its masks: x87, SSE and AVX. */
    static byte[] xsave(long seed) {
        byte[] blob = Filler.octets(848, seed);
        ByteBuffer octets = ByteBuffer.wrap(blob).order(ByteOrder.LITTLE_ENDIAN);
        octets.putLong(0, 7).putLong(8, 7);
        for (int i = 0; i < 64; i++) {
            octets.put(16 + 512 + i, (byte) 0);
        }
        octets.putLong(16 + 512, 7);
        return blob;
    }
}
