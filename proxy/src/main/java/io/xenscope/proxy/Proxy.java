package io.xenscope.proxy;

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
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.proxy.relay.Side;
import io.xenscope.proxy.tap.ConnectionId;
import io.xenscope.proxy.tap.Tap;
import io.xenscope.proxy.tap.WallClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Listens, connects on, and forwards in both directions. A server is connected to when its client has connected and not
 * before: some receivers take the first connection that comes for the migration.
 */
// A failed future shows in the pipeline, too: as an exception or as the end of the channel.
@SuppressWarnings("FutureReturnValueIgnored")
public final class Proxy implements AutoCloseable {

    /** Large reads are what makes forwarding cheap; the system splits them as it likes. */
    static final int READ = 1 << 20;

    private final ProxyOptions options;
    private final Tap tap;
    private final ProxyObserver observer;
    private final TlsContexts tls;
    private final Transport transport = Transport.best();
    private final IoEventLoopGroup group;
    private final Servers servers;
    private final @Nullable SelfTest selfTest;
    private final AtomicLong accepted = new AtomicLong();
    private final List<Channel> listeners = new ArrayList<>();
    private final Set<ForwardedConnection> connections = ConcurrentHashMap.newKeySet();

    private Proxy(ProxyOptions options, TlsContexts tls, Tap tap, ProxyObserver observer) {
        this.options = options;
        this.tls = tls;
        this.tap = tap;
        this.observer = observer;
        this.group = new MultiThreadIoEventLoopGroup(options.threads(), transport.handlers());
        this.servers = new Servers(options, tls, transport, observer);
        this.selfTest = options.selfTest() == null
                ? null
                : new SelfTest(
                        options.selfTest(),
                        options.destination() instanceof Destination.Tproxied,
                        transport,
                        group,
                        observer);
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
                throw new IOException(proxy.cannotListen(address, bound.cause()), bound.cause());
            }
            proxy.listeners.add(bound.channel());
        }
        if (proxy.selfTest != null) {
            proxy.selfTest.start();
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

    private String cannotListen(InetSocketAddress address, Throwable cause) {
        String text =
                "cannot listen on " + address.getHostString() + ":" + address.getPort() + ": " + cause.getMessage();
        boolean blind = options.destination() instanceof Destination.Tproxied
                && String.valueOf(cause.getMessage()).contains("not permitted");
        // The rules find transparent listeners only, and let connections pass where there is none.
        return blind
                ? FindingCode.NET_BYPASS_RISK.id() + " " + text
                        + "; to listen transparently takes CAP_NET_ADMIN or CAP_NET_RAW"
                : text;
    }

    private void accepted(SocketChannel client) {
        InetSocketAddress from = client.remoteAddress();
        InetSocketAddress to = destination(client);
        if (selfTest != null && to != null && selfTest.answers(client, to)) {
            return;
        }
        ConnectionId id = new ConnectionId(accepted.incrementAndGet(), text(from), to == null ? "?" : text(to));
        if (to == null) {
            observer.refused(id, Refusal.NO_DESTINATION);
        } else if (isOwn(to)) {
            observer.refused(id, Refusal.LOOP);
        }
        if (to == null || isOwn(to)) {
            client.config().setOption(ChannelOption.SO_LINGER, 0);
            client.close();
            return;
        }
        ForwardedConnection connection = new ForwardedConnection(
                id,
                client,
                (forwarded, whenDone) -> servers.connect(forwarded, to, whenDone),
                tap.open(
                        id,
                        new Endpoint(from.getAddress(), from.getPort()),
                        // A name is looked up when the connection is made; until then the address is not known.
                        to.isUnresolved() ? local(client) : new Endpoint(to.getAddress(), to.getPort()),
                        WallClock.now()),
                observer);
        connections.add(connection);
        connection.clientClosed().addListener(closed -> connections.remove(connection));
        SslContext in = tls.in();
        SslHandler secured = in == null ? null : in.newHandler(client.alloc());
        RelayHandler.add(client, secured, options.idle(), new RelayHandler(connection, Side.CLIENT));
        if (secured == null) {
            // The pipeline must be complete before anything comes back.
            client.eventLoop().execute(connection::begin);
        } else {
            // A server is not troubled before the client has proved itself.
            secured.handshakeFuture().addListener(done -> {
                if (done.isSuccess()) {
                    connection.begin();
                } else {
                    observer.handshakeFailed(id, Servers.reason(done.cause()));
                }
            });
            client.eventLoop().execute(client::read);
        }
    }

    private static Endpoint local(SocketChannel client) {
        return new Endpoint(
                client.localAddress().getAddress(), client.localAddress().getPort());
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
        // A group that shuts down closes its channels in order, perhaps before it gets to what was left to it.
        List<Future<?>> resets = new ArrayList<>();
        connections.forEach(
                connection -> resets.add(connection.client().eventLoop().submit(connection::stop)));
        resets.forEach(Future::awaitUninterruptibly);
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
