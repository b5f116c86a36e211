package io.xenscope.dissect.detect;

import io.xenscope.dissect.engine.Slice;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What proxies and HTTP clients put in front of a carrier: passed over by detection (carriers specification D11, D12). */
public enum Preambles {
    PROXY_V1("PROXY "),
    PROXY_V2("\r\n\r\n\0\r\nQUIT\n"),
    FRAME("FRAME ");

    /** Octets that tell them. */
    public static final int LOOK = 12;

    /** Octets of a PROXY header of version 2 in front of the addresses. */
    public static final int V2_HEADER = 16;

    public static final int FRAME_LENGTH = 18;

    private static final int LINE_MOST = 107;
    private static final int NONE = -1;
    private static final int OPEN = -2;

    private final String magic;

    Preambles(String magic) {
        this.magic = magic;
    }

    /** The one that begins so; null when none does. */
    public static @Nullable Preambles of(Slice seen) {
        for (Preambles preamble : values()) {
            if (seen.startsWith(preamble.octets())) {
                return preamble;
            }
        }
        return null;
    }

    /**
     * What stands behind all of them.
     *
     * @return null while that does not show yet
     */
    static @Nullable Slice behind(Slice seen) {
        Slice rest = seen;
        while (true) {
            int length = length(rest);
            if (length == OPEN) {
                return null;
            }
            if (length == NONE) {
                return rest;
            }
            rest = rest.part(length, rest.length() - length);
        }
    }

    private static int length(Slice seen) {
        Preambles begun = of(seen);
        if (begun == null) {
            return isPerhaps(seen) ? OPEN : NONE;
        }
        return switch (begun) {
            case PROXY_V1 -> line(seen);
            case PROXY_V2 ->
                seen.length() < V2_HEADER
                        ? OPEN
                        : within(seen, V2_HEADER + seen.in(ByteOrder.BIG_ENDIAN).u16(14));
            case FRAME -> within(seen, FRAME_LENGTH);
        };
    }

    /** Fewer octets than tell, but they would fit. */
    private static boolean isPerhaps(Slice seen) {
        for (Preambles preamble : values()) {
            int length = preamble.magic.length();
            if (seen.length() > 0 && seen.length() < length && seen.agreesWith(preamble.octets())) {
                return true;
            }
        }
        return false;
    }

    private byte[] octets() {
        return magic.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static int within(Slice seen, int length) {
        return seen.length() < length ? OPEN : length;
    }

    private static int line(Slice seen) {
        int end = seen.part(0, Math.min(seen.length(), LINE_MOST)).text().indexOf("\r\n");
        return end >= 0 ? end + 2 : seen.length() >= LINE_MOST ? NONE : OPEN;
    }
}
