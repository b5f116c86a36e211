package io.xenscope.capture;

import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Records connections known as streams of octets, not as packets, as a capture other tools can read too: pcapng with
 * raw IP packets. Not for several threads.
 */
public final class Recording implements Closeable {

    private static final int RAW_IP = 101;

    private final PcapngWriter writer;
    private final int source;

    /** Begins the first file. */
    public Recording(RecordingFiles files, String application) throws IOException {
        writer = new PcapngWriter(files, application);
        source = writer.describe(RAW_IP, 0, "recording");
    }

    /**
     * A connection begins.
     *
     * @param first who opened it; null, as {@code second}, where there are no addresses, such as of a pipe: then
     *     127.0.0.1 stands for both
     * @param time nanoseconds since 1970
     * @return takes its octets; throws {@link java.io.UncheckedIOException} once they cannot be written
     */
    public ConnectionInput open(@Nullable Endpoint first, @Nullable Endpoint second, long time) {
        return new RecordedConnection(
                writer, source, first == null ? local(1) : first, second == null ? local(2) : second, time);
    }

    private static Endpoint local(int port) {
        try {
            return new Endpoint(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Hands everything to the file system. */
    public void flush() throws IOException {
        writer.flush();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
