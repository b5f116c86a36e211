package io.xenscope.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.xenscope.proxy.relay.Side;

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
