package io.xenscope.proxy;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/**
 * The system's sockets: Linux's own interface where it is there, Java's otherwise, which cannot be transparent.
 *
 * @param isNative whether options of the Linux kernel can be used
 */
record Transport(
        boolean isNative,
        IoHandlerFactory handlers,
        Class<? extends ServerChannel> listening,
        Class<? extends SocketChannel> connecting) {

    static Transport best() {
        return Epoll.isAvailable()
                ? new Transport(
                        true, EpollIoHandler.newFactory(), EpollServerSocketChannel.class, EpollSocketChannel.class)
                : new Transport(false, NioIoHandler.newFactory(), NioServerSocketChannel.class, NioSocketChannel.class);
    }

    /** Why the system's own interface cannot be used, for messages. */
    static String unavailability() {
        Throwable cause = Epoll.unavailabilityCause();
        return cause == null ? "" : String.valueOf(cause.getMessage());
    }
}
