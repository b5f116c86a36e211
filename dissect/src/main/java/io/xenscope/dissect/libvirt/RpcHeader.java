package io.xenscope.dissect.libvirt;

import io.xenscope.dissect.engine.Slice;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The head of an RPC message (carriers specification 2.3), big-endian.
 *
 * <pre>
 *  0         4         8         12        16        20        24        28
 *  +---------+---------+---------+---------+---------+---------+---------+--- … ---+
 *  | length  | program | version |procedure|  type   | serial  | status  | payload |
 *  +---------+---------+---------+---------+---------+---------+---------+--- … ---+
 * </pre>
 *
 * @param length of the whole message, these octets included
 * @param type 0 call, 1 reply, 2 message, 3 stream, 4 and 5 the first two with descriptors, 6 a hole in a stream
 * @param status 0 in order, 1 error, 2 more follows
 */
public record RpcHeader(long length, int program, int procedure, int type, long serial, int status) {

    public static final int LENGTH = 28;

    /** The longest message any release takes. */
    public static final long LONGEST = (32L << 20) + 4;

    private static final int REMOTE = 0x20008086;
    private static final int LAST = 0x20008089;
    private static final int KEEPALIVE = 0x6b656570;

    private static final int CALL = 0;
    private static final int REPLY = 1;
    private static final int STREAM = 3;

    private static final int OK = 0;
    private static final int ERROR = 1;
    private static final int CONTINUE = 2;

    static RpcHeader read(Slice octets) {
        Slice in = octets.in(ByteOrder.BIG_ENDIAN);
        return new RpcHeader(
                in.u32(0), (int) in.u32(4), (int) in.u32(12), (int) in.u32(16), in.u32(20), (int) in.u32(24));
    }

    /** False where the octets are no such message: encryption may have begun, or the framing is lost. */
    boolean isKnownProgram() {
        return program >= REMOTE && program <= LAST || program == KEEPALIVE;
    }

    boolean isPlausibleLength() {
        return length >= LENGTH && length <= LONGEST;
    }

    /** Octets of a stream. */
    public boolean isData() {
        return isStream() && status == CONTINUE && length > LENGTH;
    }

    /** The end of a stream, or its failure. */
    public boolean isStreamEnd() {
        return isStream() && (status == OK || status == ERROR);
    }

    public boolean isError() {
        return status == ERROR;
    }

    private boolean isStream() {
        return program == REMOTE && type == STREAM;
    }

    public boolean isReply() {
        return type == REPLY;
    }

    /** The name of a call that is a step of a migration; null for any other message. */
    public @Nullable String migrationStep() {
        if (program != REMOTE || type != CALL && type != REPLY) {
            return null;
        }
        return switch (procedure) {
            case 61 -> "PREPARE";
            case 62 -> "PERFORM";
            case 63 -> "FINISH";
            case 108 -> "PREPARE2";
            case 109 -> "FINISH2";
            case 148 -> "PREPARE_TUNNEL";
            case 213 -> "BEGIN3";
            case 214 -> "PREPARE3";
            case 215 -> "PREPARE_TUNNEL3";
            case 216 -> "PERFORM3";
            case 217 -> "FINISH3";
            case 218 -> "CONFIRM3";
            case 302 -> "BEGIN3_PARAMS";
            case 303 -> "PREPARE3_PARAMS";
            case 304 -> "PREPARE_TUNNEL3_PARAMS";
            case 305 -> "PERFORM3_PARAMS";
            case 306 -> "FINISH3_PARAMS";
            case 307 -> "CONFIRM3_PARAMS";
            default -> null;
        };
    }

    /** True for a call, or its reply, that a stream of the same serial follows. */
    public boolean opensStream() {
        String step = migrationStep();
        return step != null && step.startsWith("PREPARE_TUNNEL");
    }

    /** True for the reply that ends a migration as the receiver sees it. */
    public boolean isFinished() {
        String step = migrationStep();
        return isReply() && step != null && step.startsWith("FINISH");
    }
}
