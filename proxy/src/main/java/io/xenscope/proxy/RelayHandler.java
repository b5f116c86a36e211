package io.xenscope.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.xenscope.proxy.relay.Side;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tells a {@link ForwardedConnection} what happens on one of its sockets. */
// A failed future shows in the pipeline, too: as an exception or as the end of the channel.
@SuppressWarnings("FutureReturnValueIgnored")
final class RelayHandler extends ChannelInboundHandlerAdapter {

    private final ForwardedConnection connection;
    private final Side side;

    RelayHandler(ForwardedConnection connection, Side side) {
        this.connection = connection;
        this.side = side;
    }

    /**
     * Sets a socket up.
     *
     * @param secured TLS around the octets; null for none
     * @param idle after which it is given up; null for never
     */
    static void add(SocketChannel channel, @Nullable SslHandler secured, @Nullable Duration idle, RelayHandler relay) {
        if (secured != null) {
            channel.pipeline().addLast(secured);
        }
        if (idle != null) {
            channel.pipeline().addLast(new IdleStateHandler(0, 0, idle.toMillis(), TimeUnit.MILLISECONDS));
        }
        channel.pipeline().addLast(relay);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        connection.received(side, (ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        connection.readComplete(side);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            connection.ended(side, context.pipeline().get(SslHandler.class) != null);
        } else if (event instanceof SslCloseCompletionEvent closing && closing.isSuccess()) {
            connection.ended(side, false);
        } else if (event instanceof IdleStateEvent) {
            connection.failed(side);
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connection.closed(side);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        connection.failed(side);
        context.close();
    }
}
