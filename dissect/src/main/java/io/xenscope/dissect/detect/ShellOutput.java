package io.xenscope.dissect.detect;

import io.xenscope.dissect.engine.Slice;
import java.nio.charset.StandardCharsets;

/**
 * What a login shell writes before the receiver of {@code xl migrate} gets to speak (carriers specification 9.1
 * XL-BANNER): text, in which the banner stands somewhere.
 */
public final class ShellOutput {

    /** What the receiver says first, the only string of its without a final NUL. */
    public static final String BANNER = "xl migration receiver ready, send binary domain data.\n";

    /** Octets in front of the banner that are looked through at most. */
    public static final int MOST = 1 << 13;

    private static final byte[] OCTETS = BANNER.getBytes(StandardCharsets.US_ASCII);
    private static final int DELETE = 0x7f;

    private ShellOutput() {}

    /** What the first octets of a direction tell. */
    public enum Answer {
        BANNER,
        NO_BANNER,
        /** More octets may bring it. */
        OPEN
    }

    /**
     * Looks for the banner behind text.
     *
     * @param complete whether no more will come
     */
    public static Answer look(Slice head, boolean complete) {
        int most = Math.min(head.length(), MOST);
        for (int at = 0; at < most; at++) {
            int octet = head.u8(at);
            if (octet == OCTETS[0]) {
                Slice rest = head.part(at, head.length() - at);
                if (rest.startsWith(OCTETS)) {
                    return Answer.BANNER;
                }
                if (!complete && rest.agreesWith(OCTETS)) {
                    return Answer.OPEN;
                }
            }
            if (!isText(octet)) {
                return Answer.NO_BANNER;
            }
        }
        return complete || most == MOST ? Answer.NO_BANNER : Answer.OPEN;
    }

    /** Signs, what is coded in UTF-8, and what terminals are controlled with. */
    private static boolean isText(int octet) {
        return octet >= ' ' && octet != DELETE || octet >= '\b' && octet <= '\r' || octet == 7 || octet == 0x1b;
    }
}
