package io.xenscope.proxy;

import io.netty.channel.ChannelException;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection was meant to go before a NAT rule changed it, as the kernel remembers it (carriers specification
 * 7.3). The answer is a socket address:
 *
 * <pre>
 * IPv4:  0 family | 2 port, big-endian | 4 address (4) | 8 zeros          16 octets
 * IPv6:  0 family | 2 port, big-endian | 4 flow | 8 address (16) | 24 scope   28 octets
 * </pre>
 */
final class OriginalDestination {

    private static final RawUnixChannelOption IPV4 = new RawUnixChannelOption("SO_ORIGINAL_DST", 0, 80, 16);
    private static final RawUnixChannelOption IPV6 = new RawUnixChannelOption("IP6T_SO_ORIGINAL_DST", 41, 80, 28);
    private static final int PORT = 2;
    private static final int IPV4_ADDRESS = 4;
    private static final int IPV6_ADDRESS = 8;

    private OriginalDestination() {}

    /** Null when no NAT rule touched the connection. */
    static @Nullable InetSocketAddress of(SocketChannel channel) {
        // An IPv4 client on a socket for both families has an IPv4 entry, asked for by the IPv4 option.
        InetSocketAddress answer = ask(channel, IPV4, IPV4_ADDRESS, 4);
        return answer == null ? ask(channel, IPV6, IPV6_ADDRESS, 16) : answer;
    }

    private static @Nullable InetSocketAddress ask(
            SocketChannel channel, RawUnixChannelOption option, int at, int length) {
        try {
            ByteBuffer answer = channel.config().getOption(option);
            if (answer == null) {
                return null;
            }
            byte[] octets = new byte[answer.remaining()];
            answer.get(octets);
            int port = (octets[PORT] & 0xff) << 8 | octets[PORT + 1] & 0xff;
            return new InetSocketAddress(InetAddress.getByAddress(Arrays.copyOfRange(octets, at, at + length)), port);
        } catch (ChannelException | UnknownHostException e) {
            return null;
        }
    }
}
