package io.xenscope.dissect.detect;

import io.xenscope.dissect.engine.Slice;
import java.nio.ByteOrder;

/**
 * The beginning of a libvirt RPC connection, in either direction (carriers specification 2.3, 6.2 D19).
 *
 * <pre>
 *  0         4          8         12
 *  +---------+----------+---------+
 *  | length  | program  | version |   big-endian; length 28 to 33554436, version 1
 *  +---------+----------+---------+
 * </pre>
 */
final class RpcBeginning {

    static final int TELLING = 12;

    private static final long SHORTEST = 28;
    private static final long LONGEST = (32L << 20) + 4;
    private static final byte[] REMOTE = {0x20, 0, (byte) 0x80, (byte) 0x86, 0, 0, 0, 1};
    private static final byte[] KEEPALIVE = {0x6b, 0x65, 0x65, 0x70, 0, 0, 0, 1};

    private RpcBeginning() {}

    /** True when the octets are such a beginning, or may become one. */
    static boolean agrees(Slice seen) {
        if (seen.length() < 4) {
            // The highest octet of a length is 0 to 2.
            return seen.length() == 0 || seen.u8(0) <= 2;
        }
        long length = seen.in(ByteOrder.BIG_ENDIAN).u32(0);
        Slice rest = seen.part(4, Math.min(seen.length(), TELLING) - 4);
        return length >= SHORTEST && length <= LONGEST && (rest.agreesWith(REMOTE) || rest.agreesWith(KEEPALIVE));
    }
}
