package io.xenscope.dissect.input;

import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.Pace;
import io.xenscope.dissect.StreamInput;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One direction of a connection: kept until it is known what the connection is, then passed on. */
final class ConnectionSide implements StreamInput {
    /** Octets, those behind a loss included, that are kept at most for the other direction to decide. */
    static final long MOST = 1 << 18;

    private final DetectingConnection connection;

    @Nullable
    StreamInput driver;

    /** What looks for records while nothing tells what the connection is, its beginning not having been captured. */
    @Nullable
    LateStart search;

    long seen;
    private @Nullable Pace pace;

    @Nullable
    CompressedHead compressed;

    /** Octets that came while there was a search, and were not kept for the case that this is the other direction. */
    long unkept;

    final Held held;

    ConnectionSide(DetectingConnection connection, List<Held.Piece> pieces) {
        this.connection = connection;
        this.held = new Held(pieces, () -> Objects.requireNonNull(driver));
    }

    @Override
    public long memory() {
        StreamInput known = driver == null ? search : driver;
        return held.memory() + (known == null ? 0 : known.memory()) + (compressed == null ? 0 : compressed.memory());
    }

    @Override
    public void bytes(byte[] buffer, int offset, int length, long time) {
        seen += length;
        StreamInput known = driver;
        LateStart searching = search;
        if (known != null) {
            known.bytes(buffer, offset, length, time);
        } else if (!connection.isIgnored()) {
            if (searching == null || held.octets() + length <= MOST && unkept == 0) {
                held.bytes(buffer, offset, length, time);
            } else {
                unkept += length;
            }
            connection.decide(this, time);
            if (searching != null && driver == null) {
                searching.bytes(buffer, offset, length, time);
                connection.giveUp();
            }
        }
    }

    @Override
    public void gap(long octets, GapCause cause, long time) {
        StreamInput known = driver;
        LateStart searching = search;
        if (known != null) {
            known.gap(octets, cause, time);
        } else if (!connection.isIgnored()) {
            if (unkept == 0) {
                held.gap(octets, cause, time);
            } else {
                unkept += octets;
            }
            connection.decide(this, time);
            if (searching != null && driver == null) {
                searching.gap(octets, cause, time);
            }
        }
    }

    @Override
    public void found(String code, String text, long time) {
        StreamInput known = driver;
        LateStart searching = search;
        if (known != null) {
            known.found(code, text, time);
        } else if (!connection.isIgnored()) {
            held.found(code, text, time);
            if (searching != null) {
                searching.found(code, text, time);
            }
        }
    }

    @Override
    public void paced(Pace latest) {
        pace = latest;
    }

    @Nullable
    Pace pace() {
        return pace;
    }

    @Override
    public void end(EndReason reason, long time) {
        StreamInput known = driver;
        LateStart searching = search;
        if (known != null) {
            known.end(reason, time);
        } else if (!connection.isIgnored()) {
            if (unkept > 0) {
                held.gap(unkept, GapCause.OVERLOAD, time);
            }
            held.end(reason, time);
            connection.decide(this, time);
            if (searching != null && driver == null) {
                searching.end(reason, time);
            }
        }
    }
}
