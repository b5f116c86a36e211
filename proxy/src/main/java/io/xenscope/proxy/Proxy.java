package io.xenscope.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.xenscope.dissect.Endpoint;
import io.xenscope.proxy.relay.Side;
import io.xenscope.proxy.tap.Tap;
import io.xenscope.proxy.tap.WallClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import org.jspecify.annotations.Nullable;

/**
 * Listens, connects on, and forwards in both directions. A server is connected to when its client has connected and not
 * before: some receivers take the first connection that comes for the migration.
 */
// A failed future shows in the pipeline, too: as an exception or as the end of the channel.
@SuppressWarnings("FutureReturnValueIgnored")
public final class Proxy implements AutoCloseable {

    /** Large reads are what makes forwarding cheap; the system splits them as it likes. */
    private static final int READ = 1 << 20;

    /** As long as the system tries by itself. */
    private static final int CONNECT_MILLIS = 130_000;

    private static final IntegerUnixChannelOption SO_MARK = new IntegerUnixChannelOption("SO_MARK", 1, 36);

    private final ProxyOptions options;
    private final Tap tap;
    private final ProxyObserver observer;
    private final TlsContexts tls;
    private final Transport transport = Transport.best();
    private final IoEventLoopGroup group;
    private final List<Channel> listeners = new ArrayList<>();
    private final Set<ForwardedConnection> connections = ConcurrentHashMap.newKeySet();

    private Proxy(ProxyOptions options, TlsContexts tls, Tap tap, ProxyObserver observer) {
        this.options = options;
        this.tls = tls;
        this.tap = tap;
        this.observer = observer;
        this.group = new MultiThreadIoEventLoopGroup(options.threads(), transport.handlers());
    }

    /**
     * Begins to listen.
     *
     * @throws IOException if an address cannot be listened on, or the system cannot do what was asked for
     */
    public static Proxy start(ProxyOptions options, Tap tap, ProxyObserver observer) throws IOException {
        Proxy proxy = new Proxy(options, TlsContexts.of(options.tls()), tap, observer);
        boolean needsLinux = !(options.destination() instanceof Destination.Fixed)
                || options.spoof() != Spoof.NONE
                || options.mark() != 0;
        if (needsLinux && !proxy.transport.isNative()) {
            proxy.close();
            throw new IOException("transparent forwarding needs Linux's own sockets, which are not available: "
                    + Transport.unavailability());
        }
        for (InetSocketAddress address : options.listen()) {
            ChannelFuture bound = proxy.listen(address).awaitUninterruptibly();
            if (!bound.isSuccess()) {
                proxy.close();
                throw new IOException(
                        "cannot listen on " + address.getHostString() + ":" + address.getPort() + ": "
                                + bound.cause().getMessage(),
                        bound.cause());
            }
            proxy.listeners.add(bound.channel());
        }
        return proxy;
    }

    private ChannelFuture listen(InetSocketAddress address) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(transport.listening())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accepted(channel);
                    }
                });
        if (options.destination() instanceof Destination.Tproxied) {
            bootstrap.option(EpollChannelOption.IP_TRANSPARENT, true);
        }
        return bootstrap.bind(address);
    }

    private void accepted(SocketChannel client) {
        InetSocketAddress from = client.remoteAddress();
        InetSocketAddress to = destination(client);
        String name = text(from) + " -> " + (to == null ? "?" : text(to));
        if (to == null) {
            observer.refused(name, Refusal.NO_DESTINATION);
        } else if (isOwn(to)) {
            observer.refused(name, Refusal.LOOP);
        }
        if (to == null || isOwn(to)) {
            client.config().setOption(ChannelOption.SO_LINGER, 0);
            client.close();
            return;
        }
        ForwardedConnection connection = new ForwardedConnection(
                name,
                client,
                (forwarded, whenDone) -> connect(forwarded, to, whenDone),
                tap.open(
                        name,
                        new Endpoint(from.getAddress(), from.getPort()),
                        // A name is looked up when the connection is made; until then the address is not known.
                        to.isUnresolved() ? local(client) : new Endpoint(to.getAddress(), to.getPort()),
                        WallClock.now()),
                observer);
        connections.add(connection);
        connection.clientClosed().addListener(closed -> connections.remove(connection));
        SslContext in = tls.in();
        SslHandler secured = in == null ? null : in.newHandler(client.alloc());
        handlers(client, secured, new RelayHandler(connection, Side.CLIENT));
        if (secured == null) {
            // The pipeline must be complete before anything comes back.
            client.eventLoop().execute(connection::begin);
        } else {
            // A server is not troubled before the client has proved itself.
            secured.handshakeFuture().addListener(done -> {
                if (done.isSuccess()) {
                    connection.begin();
                } else {
                    observer.handshakeFailed(name, reason(done.cause()));
                }
            });
            client.eventLoop().execute(client::read);
        }
    }

    /** What the deepest cause says, since those around it say less. */
    private static String reason(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    }

    private static Endpoint local(SocketChannel client) {
        return new Endpoint(
                client.localAddress().getAddress(), client.localAddress().getPort());
    }

    private void handlers(SocketChannel channel, @Nullable SslHandler secured, RelayHandler relay) {
        if (secured != null) {
            channel.pipeline().addLast(secured);
        }
        Duration idle = options.idle();
        if (idle != null) {
            channel.pipeline().addLast(new IdleStateHandler(0, 0, idle.toMillis(), TimeUnit.MILLISECONDS));
        }
        channel.pipeline().addLast(relay);
    }

    private @Nullable InetSocketAddress destination(SocketChannel client) {
        Destination destination = options.destination();
        if (destination instanceof Destination.Fixed fixed) {
            return fixed.address();
        }
        return destination instanceof Destination.Redirected ? OriginalDestination.of(client) : client.localAddress();
    }

    private boolean isOwn(InetSocketAddress to) {
        return listeners.stream()
                .map(listener -> (InetSocketAddress) listener.localAddress())
                .anyMatch(own -> own.getPort() == to.getPort()
                        && (own.equals(to)
                                || !(options.destination() instanceof Destination.Fixed)
                                        && own.getAddress().isAnyLocalAddress()
                                        && Interfaces.isLocal(to.getAddress())));
    }

    private void connect(
            ForwardedConnection connection,
            InetSocketAddress to,
            BiConsumer<@Nullable Channel, @Nullable Throwable> whenDone) {
        SocketChannel client = connection.client();
        Bootstrap bootstrap = new Bootstrap()
                .group(client.eventLoop())
                .channel(transport.connecting())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ))
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        handlers(channel, towards(client, to, channel), new RelayHandler(connection, Side.SERVER));
                    }
                });
        if (options.mark() != 0) {
            bootstrap.option(SO_MARK, options.mark());
        }
        ChannelFuture connected;
        if (options.spoof() == Spoof.NONE) {
            connected = bootstrap.connect(to);
        } else {
            InetSocketAddress from = client.remoteAddress();
            int port = options.spoof() == Spoof.ADDRESS_AND_PORT ? from.getPort() : 0;
            bootstrap.option(EpollChannelOption.IP_TRANSPARENT, true).option(ChannelOption.SO_REUSEADDR, true);
            connected = bootstrap.connect(to, new InetSocketAddress(from.getAddress(), port));
        }
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

    /** TLS to a server by the name the client asked for, unless another one is given. */
    private @Nullable SslHandler towards(SocketChannel client, InetSocketAddress to, SocketChannel server) {
        SslContext out = tls.out();
        Tls.Out options = this.options.tls().out();
        if (out == null || options == null) {
            return null;
        }
        String asked = options.name() == null ? serverName(client) : options.name();
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

    private static String text(InetSocketAddress address) {
        String host = address.isUnresolved()
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    /** Where it listens, with the ports the system chose. */
    public List<InetSocketAddress> addresses() {
        return listeners.stream()
                .map(listener -> (InetSocketAddress) listener.localAddress())
                .toList();
    }

    /** Connections that are being forwarded. */
    public int open() {
        return connections.size();
    }

    /** Takes no connection any more; those there are go on. */
    public void stopAccepting() {
        listeners.forEach(listener -> listener.close().awaitUninterruptibly());
    }

    /** Ends: what is still open is reset. */
    @Override
    public void close() {
        stopAccepting();
        connections.forEach(connection -> connection.client().eventLoop().execute(connection::stop));
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
