package io.xenscope.output.delivery;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A FIFO or a Unix socket. */
final class ChannelConnection implements Connection {

    private final WritableByteChannel channel;

    private ChannelConnection(WritableByteChannel channel) {
        this.channel = channel;
    }

    /** Waits for somebody to read. */
    static ChannelConnection fifo(Path path) throws IOException {
        return new ChannelConnection(FileChannel.open(path, StandardOpenOption.WRITE));
    }

    static ChannelConnection unix(Path path) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
            return new ChannelConnection(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void write(byte[] octets, int length) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(octets, 0, length);
        while (left.hasRemaining()) {
            channel.write(left);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
