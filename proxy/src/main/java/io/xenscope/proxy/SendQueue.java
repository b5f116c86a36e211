package io.xenscope.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Whether the octets handed to the system have reached the other host, from Linux's {@code tcp_info}:
 *
 * <pre>
 *  24 u32 segments sent and not acknowledged
 * 144 u32 octets not sent yet
 * </pre>
 */
final class SendQueue {

    private static final int UNACKNOWLEDGED = 24;
    private static final int NOT_SENT = 144;
    private static final RawUnixChannelOption TCP_INFO = new RawUnixChannelOption("TCP_INFO", 6, 11, 152);

    private SendQueue() {}

    /** True also when the system does not tell. */
    static boolean isEmpty(Channel channel) {
        if (!channel.isOpen()) {
            return true;
        }
        try {
            ByteBuffer info = channel.config().getOption(TCP_INFO);
            if (info == null || info.remaining() < NOT_SENT + 4) {
                return true;
            }
            ByteBuffer words = info.slice().order(ByteOrder.nativeOrder());
            return words.getInt(UNACKNOWLEDGED) == 0 && words.getInt(NOT_SENT) == 0;
        } catch (ChannelException e) {
            return true;
        }
    }
}
