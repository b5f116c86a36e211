package io.xenscope.dissect.test;

import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.StreamInput;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.samples.grammar.StreamBody;
import io.xenscope.samples.grammar.StreamWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Both directions of a connection, piece by piece in the order the packets came; each piece is one second later than
 * the one before. The sender opens the connection.
 */
public final class Conversation {

    private static final long SECOND = 1_000_000_000L;
    private static final DissectOptions OPTIONS = DissectOptions.DEFAULT.decompressing(new StoredZstd());

    private final boolean startSeen;
    private int port = 22;
    private boolean receiverFirst;
    private boolean compressed;
    private DissectOptions options = OPTIONS;
    private final List<Piece> pieces = new ArrayList<>();
    private final long[] lengths = new long[2];
    private final boolean[] closed = new boolean[2];

    private record Piece(boolean fromSender, byte[] octets, long lost, EndReason end) {}

    private Conversation(boolean startSeen) {
        this.startSeen = startSeen;
    }

    /** A conversation captured from the first packets on. */
    public static Conversation captured() {
        return new Conversation(true);
    }

    /** A conversation whose beginning was not captured. */
    public static Conversation capturedLate() {
        return new Conversation(false);
    }

    /** The receiver listens on this port rather than on that of ssh. */
    public Conversation toPort(int number) {
        port = number;
        return this;
    }

    /** The receiver opens the connection rather than the sender. */
    public Conversation receiverConnects() {
        receiverFirst = true;
        return this;
    }

    public Conversation sender(byte... octets) {
        return piece(new Piece(true, octets, 0, null));
    }

    public Conversation sender(StreamBody body) {
        return sender(StreamWriter.octets(body));
    }

    public Conversation receiver(byte... octets) {
        return piece(new Piece(false, octets, 0, null));
    }

    public Conversation receiver(StreamBody body) {
        return receiver(StreamWriter.octets(body));
    }

    /** Looked at in another way. */
    public Conversation with(DissectOptions other) {
        options = other;
        return this;
    }

    /** What the sender says is compressed somewhere, so that its octets are not counted one for one. */
    public Conversation compressed() {
        compressed = true;
        return this;
    }

    /** Octets of the sender that the capture does not have. */
    public Conversation senderLost(int octets) {
        return piece(new Piece(true, new byte[0], octets, null));
    }

    public Conversation senderEnds(EndReason reason) {
        return piece(new Piece(true, new byte[0], 0, reason));
    }

    public Conversation receiverEnds(EndReason reason) {
        return piece(new Piece(false, new byte[0], 0, reason));
    }

    private Conversation piece(Piece piece) {
        pieces.add(piece);
        int side = piece.fromSender() ? 0 : 1;
        lengths[side] += piece.octets().length + piece.lost();
        closed[side] |= piece.end() != null;
        return this;
    }

    /** Both sides close in order, the sender first, unless the conversation says otherwise. */
    public Decoded decoded() {
        if (!closed[0]) {
            senderEnds(EndReason.FIN);
        }
        if (!closed[1]) {
            receiverEnds(EndReason.FIN);
        }
        long[] promised = {compressed ? Promises.UNKNOWN : lengths[0], lengths[1]};
        return Decoded.of(lengths[0] + lengths[1], promised, (sink, piece) -> {
            ConnectionInput connection = new Dissector(options, sink)
                    .connection(null, endpoint(1, 40000), endpoint(2, port), 0, startSeen, null);
            long time = 0;
            for (Piece next : pieces) {
                time += SECOND;
                boolean first = next.fromSender() != receiverFirst;
                play(next, first ? connection.fromFirst() : connection.fromSecond(), piece, time);
            }
        });
    }

    private static void play(Piece piece, StreamInput to, int most, long time) {
        byte[] octets = piece.octets();
        for (int at = 0; at < octets.length; at += Math.min(most, octets.length - at)) {
            to.bytes(octets, at, Math.min(most, octets.length - at), time);
        }
        if (piece.lost() > 0) {
            to.gap(piece.lost(), GapCause.CAPTURE_LOSS, time);
        }
        if (piece.end() != null) {
            to.end(piece.end(), time);
        }
    }

    private static Endpoint endpoint(int host, int port) {
        try {
            return new Endpoint(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) host}), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four octets are an address", e);
        }
    }
}
