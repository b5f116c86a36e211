package io.xenscope.capture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads numbers out of octet arrays; network order unless told otherwise. There is a view for either order because the
 * quick compiler turns octets around by a call, which costs as much as the rest.
 */
final class Octets {

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LITTLE_SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LITTLE_INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LITTLE_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Octets() {}

    static int u8(byte[] octets, int at) {
        return octets[at] & 0xFF;
    }

    static int u16(byte[] octets, int at) {
        return (short) SHORT.get(octets, at) & 0xFFFF;
    }

    static int u16(byte[] octets, int at, boolean bigEndian) {
        return (bigEndian ? (short) SHORT.get(octets, at) : (short) LITTLE_SHORT.get(octets, at)) & 0xFFFF;
    }

    static int i32(byte[] octets, int at) {
        return (int) INT.get(octets, at);
    }

    static int i32(byte[] octets, int at, boolean bigEndian) {
        return bigEndian ? (int) INT.get(octets, at) : (int) LITTLE_INT.get(octets, at);
    }

    static long u32(byte[] octets, int at, boolean bigEndian) {
        return i32(octets, at, bigEndian) & 0xFFFF_FFFFL;
    }

    static long i64(byte[] octets, int at) {
        return (long) LONG.get(octets, at);
    }

    static long i64(byte[] octets, int at, boolean bigEndian) {
        return bigEndian ? (long) LONG.get(octets, at) : (long) LITTLE_LONG.get(octets, at);
    }
}
