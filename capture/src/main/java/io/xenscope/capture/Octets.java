package io.xenscope.capture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads numbers out of octet arrays; network order unless told otherwise. */
final class Octets {

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Octets() {}

    static int u8(byte[] octets, int at) {
        return octets[at] & 0xFF;
    }

    static int u16(byte[] octets, int at) {
        return (short) SHORT.get(octets, at) & 0xFFFF;
    }

    static int u16(byte[] octets, int at, boolean bigEndian) {
        short value = (short) SHORT.get(octets, at);
        return (bigEndian ? value : Short.reverseBytes(value)) & 0xFFFF;
    }

    static int i32(byte[] octets, int at) {
        return (int) INT.get(octets, at);
    }

    static int i32(byte[] octets, int at, boolean bigEndian) {
        int value = (int) INT.get(octets, at);
        return bigEndian ? value : Integer.reverseBytes(value);
    }

    static long u32(byte[] octets, int at, boolean bigEndian) {
        return i32(octets, at, bigEndian) & 0xFFFF_FFFFL;
    }

    static long i64(byte[] octets, int at) {
        return (long) LONG.get(octets, at);
    }

    static long i64(byte[] octets, int at, boolean bigEndian) {
        long value = (long) LONG.get(octets, at);
        return bigEndian ? value : Long.reverseBytes(value);
    }
}
