package io.xenscope.output.delivery;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** Standard output, or a device: opened once, never again. */
public final class OutputDestination implements Destination {

    private static final int BATCH = 1 << 16;

    private final WholeLines lines = new WholeLines();
    private final WritableByteChannel channel;
    private final boolean closes;

    /** @param closes whether the channel is closed with this */
    public OutputDestination(WritableByteChannel channel, boolean closes) {
        this.channel = channel;
        this.closes = closes;
    }

    @Override
    public int batchOctets() {
        return BATCH;
    }

    @Override
    public void send(Batch batch) throws IOException {
        lines.write(batch, batch.waiting().size(), channel);
    }

    @Override
    public void close() throws IOException {
        if (closes) {
            channel.close();
        }
    }
}
