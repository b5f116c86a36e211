package io.xenscope.dissect;

import java.nio.ByteBuffer;

/**
 * Takes the octets of one direction of a stream, in order, in pieces of any size. How the octets are cut into pieces
 * never changes what is reported. Calls come from one thread; nothing is kept of {@code buffer} after a call returns.
 *
 * <p>Times are nanoseconds since 1970-01-01T00:00:00Z, as the capture or the socket told them.
 */
public interface StreamInput {

    /** The next {@code length} octets: {@code buffer[offset .. offset + length)}, seen at {@code time}. */
    void bytes(byte[] buffer, int offset, int length, long time);

    /**
     * The next {@code length} octets, from index {@code offset} of a buffer on, whatever its position and limit are. For
     * files in memory, of whose pages most is only glanced at; whoever wants an array gets a copy.
     */
    default void bytes(ByteBuffer buffer, int offset, int length, long time) {
        byte[] copy = new byte[length];
        buffer.get(offset, copy);
        bytes(copy, 0, length, time);
    }

    /** {@code octets} (at least 1) of the stream are missing at this place; what follows goes on behind them. */
    void gap(long octets, GapCause cause, long time);

    /**
     * Something is worth telling about the way of the octets to here, rather than about them, at this place of the stream.
     * Goes into the events of the migration, if there is one.
     *
     * @param code id of the finding
     */
    default void found(String code, String text, long time) {}

    /** Octets of memory it needs just now, roughly. */
    default long memory() {
        return 0;
    }

    /** What the octets of this direction waited for before the next ones came, where whoever brings them forwards them. */
    default void paced(Pace pace) {}

    /** Nothing more will come in this direction. Called once, last. */
    void end(EndReason reason, long time);
}
