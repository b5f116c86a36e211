package io.xenscope.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.xenscope.dissect.EndReason;
import io.xenscope.proxy.relay.Relay;
import io.xenscope.proxy.relay.RelayActions;
import io.xenscope.proxy.relay.Side;
import io.xenscope.proxy.tap.ConnectionId;
import io.xenscope.proxy.tap.TapConnection;
import io.xenscope.proxy.tap.WallClock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Does with sockets what a {@link Relay} decides. Both sockets live on one event loop; all calls come from it. */
// A failed future shows in the pipeline, too: as an exception or as the end of the channel.
@SuppressWarnings("FutureReturnValueIgnored")
final class ForwardedConnection implements RelayActions {

    /** How often, and for how long, the other host is given time to take what was written before a reset. */
    private static final long DRAIN_POLL_MILLIS = 5;

    private static final long DRAIN_MOST_MILLIS = 10_000;

    private final Relay relay = new Relay(this, System::nanoTime);
    private final ConnectionId id;
    private final SocketChannel client;
    private final Upstream upstream;
    private final TapConnection tap;
    private final ProxyObserver observer;
    private final Set<Side> closed = EnumSet.noneOf(Side.class);

    /** What the system handed over unasked, as it does behind a FIN, before the server was there. */
    private final List<ByteBuf> early = new ArrayList<>(0);

    /** Sides whose input has ended, and those of them whose TLS was cut off by FIN. */
    private final Set<Side> orderly = EnumSet.noneOf(Side.class);

    private final Set<Side> cut = EnumSet.noneOf(Side.class);

    private @Nullable Channel server;
    private long fromClient;
    private long fromServer;
    private boolean wasReset;
    private boolean held;
    private boolean told;

    /** How a server is connected to; the handler is called once, on the client's event loop. */
    @FunctionalInterface
    interface Upstream {
        void connect(ForwardedConnection connection, BiConsumer<@Nullable Channel, @Nullable Throwable> whenDone);
    }

    ForwardedConnection(
            ConnectionId id, SocketChannel client, Upstream upstream, TapConnection tap, ProxyObserver observer) {
        this.id = id;
        this.client = client;
        this.upstream = upstream;
        this.tap = tap;
        this.observer = observer;
    }

    void begin() {
        observer.opened(id);
        relay.accepted();
    }

    @Override
    public void connect() {
        upstream.connect(this, (channel, failure) -> {
            server = channel;
            if (channel == null) {
                observer.connectFailed(id, failure == null ? new IllegalStateException("no answer") : failure);
                tapEnds(Side.CLIENT, EndReason.RESET);
                tapEnds(Side.SERVER, EndReason.RESET);
                wasReset = true;
                relay.connectFailed();
                dropEarly();
            } else if (client.isActive()) {
                relay.connected();
                early.forEach(octets -> write(Side.CLIENT, channel, octets));
                early.clear();
            } else {
                // The client gave up while the server was being connected to.
                dropEarly();
                channel.close();
            }
        });
    }

    private void dropEarly() {
        early.forEach(ByteBuf::release);
        early.clear();
    }

    /** Octets came from a socket; they are this object's from here on. */
    void received(Side from, ByteBuf octets) {
        if (relay.isOver()) {
            octets.release();
            return;
        }
        int count = octets.readableBytes();
        tap.octets(from, octets, relay.pace(from), WallClock.now());
        relay.received(from, count);
        Channel to = channel(from.other());
        if (to == null) {
            early.add(octets);
        } else {
            write(from, to, octets);
        }
    }

    private void write(Side from, Channel to, ByteBuf octets) {
        int count = octets.readableBytes();
        to.writeAndFlush(octets).addListener(done -> written(from, count, done.isSuccess()));
    }

    private void written(Side from, int count, boolean success) {
        Side to = from.other();
        if (success) {
            if (from == Side.CLIENT) {
                fromClient += count;
            } else {
                fromServer += count;
            }
            observer.forwarded(from, count);
        }
        relay.written(to, count);
        if (!success) {
            failed(to);
        }
    }

    void readComplete(Side from) {
        if (!held && tap.isFull()) {
            held = true;
            relay.hold(true);
            tap.whenRoom(() -> client.eventLoop().execute(this::release));
        }
        relay.readComplete(from);
    }

    private void release() {
        held = false;
        relay.hold(false);
    }

    /**
     * A socket's input has ended in order.
     *
     * @param underTls FIN came, and TLS around the octets may not have been told
     */
    void ended(Side from, boolean underTls) {
        // When TLS ended before, this changes nothing any more.
        if (underTls && orderly.add(from)) {
            cut.add(from);
        }
        orderly.add(from);
        tapEnds(from, EndReason.FIN);
        relay.ended(from);
    }

    /** A socket failed, mostly because the other host sent RST. */
    void failed(Side from) {
        if (from == Side.SERVER && server == null) {
            // TLS did not come about; whoever connects is told.
            return;
        }
        tapEnds(from, EndReason.RESET);
        wasReset = true;
        relay.reset(from);
        // A host that takes nothing any more must not keep a dead connection here for ever.
        client.eventLoop().schedule(this::giveUp, DRAIN_MOST_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void giveUp() {
        abort(client);
        Channel other = server;
        if (other != null) {
            abort(other);
        }
    }

    /** A socket is gone. */
    void closed(Side side) {
        if (side == Side.SERVER && server == null || !closed.add(side)) {
            return;
        }
        if (!relay.isOver()) {
            failed(side);
        }
        if (!told && (closed.size() == Side.values().length || server == null)) {
            told = true;
            tapEnds(Side.CLIENT, wasReset ? EndReason.RESET : EndReason.FIN);
            tapEnds(Side.SERVER, wasReset ? EndReason.RESET : EndReason.FIN);
            observer.closed(id, fromClient, fromServer, wasReset);
        }
    }

    /** The proxy ends, whatever the connection is about. */
    void stop() {
        tapEnds(Side.CLIENT, EndReason.CAPTURE_END);
        tapEnds(Side.SERVER, EndReason.CAPTURE_END);
        giveUp();
    }

    private void tapEnds(Side side, EndReason reason) {
        tap.ended(side, reason, WallClock.now());
    }

    @Override
    public void read(Side from) {
        Channel channel = channel(from);
        if (channel != null) {
            channel.read();
        }
    }

    @Override
    public void shutdownOutput(Side to) {
        Channel channel = channel(to);
        if (channel == null) {
            return;
        }
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null || cut.contains(to.other())) {
            // What was cut off on one side is not made whole on the other.
            ((SocketChannel) channel).shutdownOutput();
        } else {
            tls.closeOutbound();
        }
    }

    @Override
    public void reset(Side to) {
        Channel channel = channel(to);
        if (channel != null) {
            resetWhenDrained(channel, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DRAIN_MOST_MILLIS));
        }
        Channel dead = channel(to.other());
        if (dead != null) {
            dead.close();
        }
    }

    private void resetWhenDrained(Channel channel, long deadline) {
        if (SendQueue.isEmpty(channel) || System.nanoTime() > deadline) {
            abort(channel);
        } else {
            channel.eventLoop()
                    .schedule(() -> resetWhenDrained(channel, deadline), DRAIN_POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private static void abort(Channel channel) {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            // Past TLS, which would say that all is in order.
            channel.unsafe().close(channel.voidPromise());
        }
    }

    @Override
    public void close(Side side) {
        Channel channel = channel(side);
        if (channel != null) {
            channel.close();
        }
    }

    private @Nullable Channel channel(Side side) {
        return side == Side.CLIENT ? client : server;
    }

    ChannelFuture clientClosed() {
        return client.closeFuture();
    }

    SocketChannel client() {
        return client;
    }

    ConnectionId id() {
        return id;
    }
}
