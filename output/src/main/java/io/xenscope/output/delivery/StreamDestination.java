package io.xenscope.output.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whoever reads lines from a connection: a socket, a FIFO. Such readers acknowledge nothing, so after a break the lines that
 * may have been on their way are sent once more, and a new connection always begins with a whole line.
 */
public final class StreamDestination implements Destination {

    private static final int BATCH = 1 << 16;

    private final Connection.Opening opening;
    private final Framing framing;
    private final int longest;
    private final Recent recent;
    private @Nullable Connection connection;
    private boolean broken;

    /**
     * @param longest octets of a line, without its end, that go through the framing
     * @param onTheirWay octets that may be lost when a connection breaks
     */
    StreamDestination(Connection.Opening opening, Framing framing, int longest, int onTheirWay) {
        this.opening = opening;
        this.framing = framing;
        this.longest = longest;
        this.recent = new Recent(onTheirWay);
    }

    @Override
    public int batchOctets() {
        return BATCH;
    }

    @Override
    public int longestLine() {
        return longest;
    }

    @Override
    public void send(Batch batch) throws IOException {
        Connection open = connection();
        List<Line> lines = batch.waiting();
        List<Line> tooLong = new ArrayList<>();
        ByteArrayOutputStream octets = new ByteArrayOutputStream(BATCH);
        for (Line line : lines) {
            byte[] framed = framing.of(line);
            if (framed == null) {
                tooLong.add(line);
            } else {
                octets.writeBytes(framed);
            }
        }
        batch.rejected(tooLong, "too_long");
        write(open, octets.toByteArray());
        List<Line> sent = batch.waiting();
        sent.forEach(recent::add);
        batch.delivered(sent.size());
    }

    private Connection connection() throws IOException {
        Connection open = connection;
        if (open == null) {
            open = opening.open();
            connection = open;
            if (broken) {
                resend(open);
            }
        }
        return open;
    }

    private void resend(Connection to) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (Line line : recent.lines()) {
            byte[] framed = framing.of(line);
            if (framed != null) {
                octets.writeBytes(framed);
            }
        }
        write(to, octets.toByteArray());
        broken = false;
    }

    private void write(Connection to, byte[] octets) throws IOException {
        try {
            to.write(octets, octets.length);
        } catch (IOException e) {
            breakOff(to);
            throw e;
        }
    }

    private void breakOff(Connection which) {
        broken = true;
        connection = null;
        try {
            which.close();
        } catch (IOException e) {
            // It was broken already.
        }
    }

    @Override
    public void close() throws IOException {
        Connection open = connection;
        if (open == null) {
            return;
        }
        try {
            open.finish();
        } catch (IOException e) {
            breakOff(open);
            // The last lines may not have been read: once more to whoever is there now.
            connection().finish();
        } finally {
            connection = null;
        }
    }
}
