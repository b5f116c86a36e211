package io.xenscope.dissect.detect;

import io.xenscope.dissect.engine.Slice;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first message of a TLS connection. All numbers are big-endian; lengths never lead beyond the octets at hand.
 *
 * <pre>
 *  0      1         3         5      6          9         11        43
 *  +------+---------+---------+------+----------+---------+---- … ---+--------- … ------------------------+
 *  | 0x16 | version | length  | type |  length  | version |  random  | session, ciphers, …, extensions    |
 *  +------+---------+---------+------+----------+---------+---- … ---+--------- … ------------------------+
 *    record                     handshake: type 1 client, 2 server
 * </pre>
 *
 * @param version the highest one offered, or the one chosen
 * @param serverName what the client asks for; null when it does not say
 * @param protocols what it wants to speak inside (ALPN)
 */
record TlsHello(String version, @Nullable String serverName, List<String> protocols) {

    private static final int TELLING = 6;
    private static final int MOST = 16384 + 2048;
    private static final int CLIENT = 1;
    private static final int SERVER = 2;

    private static final int SERVER_NAME = 0;
    private static final int ALPN = 16;
    private static final int SUPPORTED_VERSIONS = 43;

    record Answer(@Nullable TlsHello hello, boolean open) {}

    /** Waits for the whole record, as far as it comes. */
    static Answer read(Slice head, boolean complete) {
        Slice in = head.in(ByteOrder.BIG_ENDIAN);
        boolean tls = (in.length() < 1 || in.u8(0) == 0x16)
                && (in.length() < 2 || in.u8(1) == 3)
                && (in.length() < 3 || in.u8(2) <= 4)
                && (in.length() < 5 || in.u16(3) > 4 && in.u16(3) <= MOST)
                && (in.length() < TELLING || in.u8(5) == CLIENT || in.u8(5) == SERVER);
        if (!tls || in.length() < TELLING) {
            return new Answer(null, tls);
        }
        int end = 5 + in.u16(3);
        if (in.length() < end && !complete) {
            return new Answer(null, true);
        }
        return new Answer(new Reader(in.part(0, Math.min(end, in.length()))).hello(), false);
    }

    /** Reads what is there; a field that is cut is left out. */
    private static final class Reader {
        private final Slice in;
        private int version;
        private @Nullable String serverName;
        private final List<String> protocols = new ArrayList<>();

        Reader(Slice in) {
            this.in = in;
        }

        TlsHello hello() {
            version = u16(9);
            boolean client = in.u8(5) == CLIENT;
            int at = 43;
            at += 1 + u8(at);
            at += client ? 2 + u16(at) : 2;
            at += client ? 1 + u8(at) : 1;
            int end = Math.min(in.length(), at + 2 + u16(at));
            at += 2;
            while (at + 4 <= end) {
                extension(u16(at), at + 4, Math.min(end, at + 4 + u16(at + 2)));
                at += 4 + u16(at + 2);
            }
            return new TlsHello(name(version), serverName, List.copyOf(protocols));
        }

        private void extension(int type, int from, int to) {
            if (type == SERVER_NAME && u8(from + 2) == 0) {
                int length = u16(from + 3);
                serverName = from + 5 + length <= to ? in.part(from + 5, length).text() : null;
            } else if (type == ALPN) {
                for (int at = from + 2; at < to && at + 1 + u8(at) <= to; at += 1 + u8(at)) {
                    protocols.add(in.part(at + 1, u8(at)).text());
                }
            } else if (type == SUPPORTED_VERSIONS) {
                int first = in.u8(5) == CLIENT ? from + 1 : from;
                for (int at = first; at + 2 <= to; at += 2) {
                    int offered = u16(at);
                    // Senders mix in values that mean nothing, of the form 0x?a?a.
                    version = offered >>> 8 == 3 ? Math.max(version, offered) : version;
                }
            }
        }

        private int u8(int at) {
            return at < in.length() ? in.u8(at) : 0;
        }

        private int u16(int at) {
            return at + 2 <= in.length() ? in.u16(at) : 0;
        }

        private static String name(int version) {
            return version == 0x0300 ? "SSL 3.0" : version >>> 8 == 3 ? "TLS 1." + ((version & 0xff) - 1) : "TLS";
        }
    }
}
