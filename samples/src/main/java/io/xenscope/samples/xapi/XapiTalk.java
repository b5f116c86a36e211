package io.xenscope.samples.xapi;

import io.xenscope.samples.grammar.StreamBody;
import io.xenscope.samples.grammar.StreamWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The connections of one migration as they happen, and the truth about what is on them. */
public final class XapiTalk {

    private final List<Turn> turns = new ArrayList<>();
    private final List<Row> truth = new ArrayList<>();
    private final Map<String, Long> lengths = new HashMap<>();

    /** Octets that travel on one connection. */
    public static final class Turn {
        private final String connection;
        private final boolean fromSender;
        private final byte[] octets;

        Turn(String connection, boolean fromSender, byte[] octets) {
            this.connection = connection;
            this.fromSender = fromSender;
            this.octets = octets;
        }

        public String connection() {
            return connection;
        }

        public boolean fromSender() {
            return fromSender;
        }

        /** Not to be changed. */
        public byte[] octets() {
            return octets;
        }
    }

    /**
     * An element.
     *
     * @param type name of its record; {@code IMAGE} for the whole image of the guest
     * @param offset behind a compressed frame header counted in decompressed octets
     */
    public record Row(String connection, boolean fromSender, String type, long offset, long length) {}

    /** What happens, in order. */
    public List<Turn> turns() {
        return List.copyOf(turns);
    }

    /** The elements, in the order in which they travel. */
    public List<Row> truth() {
        return List.copyOf(truth);
    }

    /** All octets of one direction of a connection. */
    public byte[] octets(String connection, boolean fromSender) {
        return StreamWriter.octets(w -> {
            for (Turn turn : turns) {
                if (turn.connection().equals(connection) && turn.fromSender() == fromSender) {
                    w.raw(turn.octets());
                }
            }
        });
    }

    XapiTalk sender(String connection, String type, StreamBody body) {
        return turn(connection, true, type, StreamWriter.octets(body));
    }

    XapiTalk sender(String connection, String type, byte... octets) {
        return turn(connection, true, type, octets);
    }

    XapiTalk receiver(String connection, String type, StreamBody body) {
        return turn(connection, false, type, StreamWriter.octets(body));
    }

    /** What {@code inside} sends, in a zstd frame whose header is as long as said. */
    XapiTalk compressed(String connection, byte[] frame, int header, XapiTalk inside) {
        turns.add(new Turn(connection, true, frame));
        row(connection, true, "COMPRESSED", header);
        inside.truth.forEach(row -> row(connection, true, row.type(), row.length()));
        return this;
    }

    private XapiTalk turn(String connection, boolean fromSender, String type, byte[] octets) {
        turns.add(new Turn(connection, fromSender, octets));
        row(connection, fromSender, type, octets.length);
        return this;
    }

    private void row(String connection, boolean fromSender, String type, long length) {
        long at = lengths.merge(connection + fromSender, length, Long::sum) - length;
        truth.add(new Row(connection, fromSender, type, at, length));
    }
}
