package io.xenscope.output.delivery;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Syslog over UDP (RFC 5426): a datagram each, and no word of those that are lost on the way. */
public final class DatagramDestination implements Destination {

    private final String host;
    private final int port;
    private final SyslogFraming framing;
    private @Nullable DatagramChannel channel;

    DatagramDestination(String host, int port, SyslogFraming framing) {
        this.host = host;
        this.port = port;
        this.framing = framing;
    }

    @Override
    public int longestLine() {
        return SyslogFraming.MOST - SyslogFraming.HEADER;
    }

    @Override
    public int batchOctets() {
        return 1 << 16;
    }

    @Override
    public void send(Batch batch) throws IOException {
        DatagramChannel open = channel == null ? open() : channel;
        for (Line line : batch.waiting()) {
            byte[] message = framing.of(line);
            if (message == null) {
                batch.rejected(List.of(line), "too_long");
            } else {
                open.write(ByteBuffer.wrap(message));
                batch.delivered(1);
            }
        }
    }

    private DatagramChannel open() throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new UnknownHostException(host);
        }
        DatagramChannel open = DatagramChannel.open();
        try {
            open.connect(address);
        } catch (IOException | RuntimeException e) {
            open.close();
            throw e;
        }
        channel = open;
        return open;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
        channel = null;
    }
}
