package io.xenscope.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tries whether the rules still bring connections here: connects to an address they cover, behind which nobody listens,
 * and expects the proxy's own word (carriers specification 7.8). Whoever else connects to that address is told the same
 * word and not forwarded, so that the path from another host can be tried by hand.
 */
// A failed future shows in the pipeline, too: as an exception or as the end of the channel.
@SuppressWarnings("FutureReturnValueIgnored")
final class SelfTest {

    private static final int CONNECT_MILLIS = 3_000;
    private static final long ANSWER_MILLIS = 5_000;
    private static final long INTERVAL_MILLIS = 60_000;

    /** Packets with this mark are routed to this machine, as answers that TPROXY rules have marked are. */
    private static final int TPROXY_MARK = 1;

    private final InetSocketAddress address;
    private final boolean marked;
    private final Transport transport;
    private final EventLoopGroup group;
    private final ProxyObserver observer;
    private final String word = "xenscope " + UUID.randomUUID() + "\n";

    /** @param marked whether rules of TPROXY are tried, which do not see what this machine sends but by its mark */
    SelfTest(
            InetSocketAddress address,
            boolean marked,
            Transport transport,
            EventLoopGroup group,
            ProxyObserver observer) {
        this.address = address;
        this.marked = marked;
        this.transport = transport;
        this.group = group;
        this.observer = observer;
    }

    /** Tries now and from time to time. */
    void start() {
        group.next().scheduleWithFixedDelay(this::run, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Answers a connection that is a test; false for all others. */
    boolean answers(SocketChannel client, InetSocketAddress to) {
        if (!address.equals(to)) {
            return false;
        }
        client.writeAndFlush(Unpooled.copiedBuffer(word, StandardCharsets.US_ASCII))
                .addListener(ChannelFutureListener.CLOSE);
        return true;
    }

    private void run() {
        Bootstrap bootstrap = new Bootstrap()
                .group(group.next())
                .channel(transport.connecting())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(new Answer());
        if (marked) {
            bootstrap.option(Servers.SO_MARK, TPROXY_MARK);
        }
        InetAddress own = own();
        (own == null ? bootstrap.connect(address) : bootstrap.connect(address, new InetSocketAddress(own, 0)))
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        observer.interceptionTested(
                                address, String.valueOf(done.cause().getMessage()));
                    }
                });
    }

    /** By which address this machine speaks to the tested one; by a route for marked packets, it would be that one. */
    private @Nullable InetAddress own() {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(address);
            return socket.getLocalAddress();
        } catch (SocketException | java.io.UncheckedIOException e) {
            return null;
        }
    }

    /** Compares what comes with the word. */
    private final class Answer extends ChannelInboundHandlerAdapter {
        private final StringBuilder heard = new StringBuilder();

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.executor().schedule(() -> context.close(), ANSWER_MILLIS, TimeUnit.MILLISECONDS);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf octets = (ByteBuf) message;
            int count = Math.min(octets.readableBytes(), word.length() - heard.length());
            heard.append(octets.toString(octets.readerIndex(), count, StandardCharsets.US_ASCII));
            octets.release();
            if (heard.length() == word.length()) {
                context.close();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            boolean came = heard.toString().equals(word);
            observer.interceptionTested(address, came ? null : "it ended without a word of this proxy");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
