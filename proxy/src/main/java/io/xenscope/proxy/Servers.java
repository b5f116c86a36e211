package io.xenscope.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.xenscope.proxy.relay.Side;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.function.BiConsumer;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import org.jspecify.annotations.Nullable;

/** Connects on to servers, from the client's address and under TLS where that is asked for. */
// A failed future shows in the pipeline, too: as an exception or as the end of the channel.
@SuppressWarnings("FutureReturnValueIgnored")
final class Servers {

    static final IntegerUnixChannelOption SO_MARK = new IntegerUnixChannelOption("SO_MARK", 1, 36);

    /** As long as the system tries by itself. */
    private static final int CONNECT_MILLIS = 130_000;

    private final ProxyOptions options;
    private final TlsContexts tls;
    private final Transport transport;
    private final ProxyObserver observer;

    Servers(ProxyOptions options, TlsContexts tls, Transport transport, ProxyObserver observer) {
        this.options = options;
        this.tls = tls;
        this.transport = transport;
        this.observer = observer;
    }

    void connect(
            ForwardedConnection connection,
            InetSocketAddress to,
            BiConsumer<@Nullable Channel, @Nullable Throwable> whenDone) {
        if (options.spoof() == Spoof.NONE) {
            await(bootstrap(connection, to).connect(to), whenDone);
            return;
        }
        InetSocketAddress client = connection.client().remoteAddress();
        int port = options.spoof() == Spoof.ADDRESS_AND_PORT ? client.getPort() : 0;
        ChannelFuture connected = bootstrap(connection, to)
                .option(EpollChannelOption.IP_TRANSPARENT, true)
                .option(ChannelOption.SO_REUSEADDR, true)
                .connect(to, new InetSocketAddress(client.getAddress(), port));
        await(connected, (channel, failure) -> {
            boolean unusable = failure != null && isOfOwnAddress(failure);
            if (unusable) {
                observer.spoofFailed(connection.id(), failure, options.ownIfUnusable());
            }
            if (unusable && options.ownIfUnusable()) {
                await(bootstrap(connection, to).connect(to), whenDone);
            } else {
                whenDone.accept(channel, failure);
            }
        });
    }

    /** Whether a connection failed for the address it was to come from, before anything was sent. */
    private static boolean isOfOwnAddress(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return failure instanceof BindException
                || message.startsWith("bind(")
                || message.startsWith("setsockopt(")
                || message.contains("Cannot assign requested address");
    }

    private Bootstrap bootstrap(ForwardedConnection connection, InetSocketAddress to) {
        SocketChannel client = connection.client();
        Bootstrap bootstrap = new Bootstrap()
                .group(client.eventLoop())
                .channel(transport.connecting())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(Proxy.READ))
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        RelayHandler.add(
                                channel,
                                towards(client, to, channel),
                                options.idle(),
                                new RelayHandler(connection, Side.SERVER));
                    }
                });
        return options.mark() == 0 ? bootstrap : bootstrap.option(SO_MARK, options.mark());
    }

    private static void await(ChannelFuture connected, BiConsumer<@Nullable Channel, @Nullable Throwable> whenDone) {
        connected.addListener(done -> {
            SslHandler secured = connected.channel().pipeline().get(SslHandler.class);
            if (!done.isSuccess() || secured == null) {
                whenDone.accept(done.isSuccess() ? connected.channel() : null, done.cause());
            } else {
                secured.handshakeFuture().addListener(shaken -> secured(connected.channel(), shaken.cause(), whenDone));
                connected.channel().read();
            }
        });
    }

    private static void secured(
            Channel channel, @Nullable Throwable failure, BiConsumer<@Nullable Channel, @Nullable Throwable> whenDone) {
        if (failure == null) {
            whenDone.accept(channel, null);
        } else {
            channel.close();
            whenDone.accept(null, new IOException("TLS with the server failed: " + reason(failure), failure));
        }
    }

    /** What the deepest cause says, since those around it say less. */
    static String reason(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    }

    /** TLS to a server by the name the client asked for, unless another one is given. */
    private @Nullable SslHandler towards(SocketChannel client, InetSocketAddress to, SocketChannel server) {
        SslContext out = tls.out();
        Tls.Out how = options.tls().out();
        if (out == null || how == null) {
            return null;
        }
        String asked = how.name() == null ? serverName(client) : how.name();
        return out.newHandler(server.alloc(), asked == null ? to.getHostString() : asked, to.getPort());
    }

    private static @Nullable String serverName(SocketChannel client) {
        SslHandler secured = client.pipeline().get(SslHandler.class);
        if (secured != null && secured.engine().getSession() instanceof ExtendedSSLSession session) {
            for (SNIServerName name : session.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName();
                }
            }
        }
        return null;
    }
}
