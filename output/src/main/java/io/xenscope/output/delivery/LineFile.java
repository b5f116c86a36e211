package io.xenscope.output.delivery;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * One line in a file of the spool. Integers are big-endian; the time has 64 bits, texts are modified UTF-8 with a 16-bit
 * length before them.
 *
 * <pre>
 *  0        4        8
 *  +--------+--------+------+------+----+-----------+--------+----------+---------+--------+
 *  | length | CRC-32 | rank | time | id | migration | action | severity | outcome | octets |
 *  +--------+--------+------+------+----+-----------+--------+----------+---------+--------+
 * </pre>
 *
 * The length counts what follows the checksum. A file may end inside a line when the process was killed.
 */
final class LineFile {

    private static final int HEAD = 8;

    /** Longer than any line, so that a damaged length is not believed. */
    private static final int LONGEST = 64 << 20;

    private LineFile() {}

    /** A line as it stands in a file. */
    static byte[] encode(Line line) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(line.octets().length + 160);
        try (DataOutputStream out = new DataOutputStream(body)) {
            out.writeLong(0);
            out.writeUTF(line.rank().name());
            out.writeLong(line.facts().time());
            out.writeUTF(line.facts().eventId());
            out.writeUTF(line.facts().migrationId());
            out.writeUTF(line.facts().action());
            out.writeUTF(line.facts().severity());
            out.writeUTF(line.facts().outcome());
            out.write(line.octets());
        } catch (IOException e) {
            throw new IllegalStateException("memory can always be written to", e);
        }
        byte[] entry = body.toByteArray();
        ByteBuffer.wrap(entry).putInt(entry.length - HEAD).putInt(checksum(entry, HEAD, entry.length - HEAD));
        return entry;
    }

    /** The line at this position; null when there is no whole, undamaged one. */
    static @Nullable Entry read(FileChannel file, long position) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        if (!fill(file, head, position)) {
            return null;
        }
        int length = head.getInt(0);
        if (length < 0 || length > LONGEST) {
            return null;
        }
        ByteBuffer body = ByteBuffer.allocate(length);
        if (!fill(file, body, position + HEAD) || checksum(body.array(), 0, length) != head.getInt(4)) {
            return null;
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(body.array()))) {
            Rank rank = Rank.valueOf(in.readUTF());
            long time = in.readLong();
            String id = in.readUTF();
            String migration = in.readUTF();
            String action = in.readUTF();
            String severity = in.readUTF();
            String outcome = in.readUTF();
            Line line =
                    new Line(in.readAllBytes(), new Line.Facts(id, migration, action, severity, outcome, time, rank));
            return new Entry(line, position + HEAD + length);
        }
    }

    /** @param end where the next line begins */
    record Entry(Line line, long end) {}

    private static boolean fill(FileChannel file, ByteBuffer into, long position) throws IOException {
        while (into.hasRemaining()) {
            if (file.read(into, position + into.position()) < 0) {
                return false;
            }
        }
        return true;
    }

    private static int checksum(byte[] octets, int from, int length) {
        CRC32 sum = new CRC32();
        sum.update(octets, from, length);
        return (int) sum.getValue();
    }
}
