package io.xenscope.dissect.input;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.StreamInput;
import io.xenscope.dissect.detect.Beginnings;
import io.xenscope.dissect.detect.Format;
import io.xenscope.dissect.detect.OtherProtocol;
import io.xenscope.dissect.detect.OtherProtocols;
import io.xenscope.dissect.detect.ShellOutput;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.event.Origin;
import io.xenscope.dissect.legacy.LegacyDetection;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.OtherTraffic;
import io.xenscope.dissect.xapi.SeenConnections;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A file or pipe that holds one direction of a migration, perhaps without its beginning. */
public final class FileInput implements StreamInput {

    /** Octets taken at a time from a file in memory until it is known what it is. */
    private static final int HEAD = 1 << 16;

    /**
     * Octets in which records are searched for where the beginning is of no known format: those of the longest batch, whose header
     * may be what is missing, of those that have to prove what is found behind it, and of as many small records.
     */
    private static final long LONGEST_SEARCH = 16 << 20;

    private final DissectOptions options;
    private final EventSink sink;
    private final Origin origin;
    private final @Nullable Format as;
    private final Consumer<OtherProtocol.Seen> others;
    private final List<Held.Piece> pieces = new ArrayList<>();
    private final Held held = new Held(pieces, () -> Objects.requireNonNull(this.driver));
    private @Nullable StreamInput driver;

    /** Searches for records, the beginning being of no known format; null when there is no need, or no more. */
    private @Nullable LateStart search;

    private long searched;
    private long lastTime;
    private boolean refused;

    FileInput(
            DissectOptions options,
            EventSink sink,
            @Nullable String path,
            String identity,
            @Nullable Format as,
            Consumer<OtherProtocol.Seen> others) {
        this.options = options;
        this.others = others;
        this.sink = sink;
        this.origin = new Origin(Identity.of("file", identity), null, null, path);
        this.as = as;
    }

    /** True when the content is of no known format; it is passed over. */
    public boolean isRefused() {
        return refused;
    }

    /** Octets in which records were searched for. */
    public long searched() {
        return searched;
    }

    @Override
    public void bytes(byte[] buffer, int offset, int length, long time) {
        StreamInput known = driver;
        lastTime = time;
        if (known != null) {
            // A search ends at the same octet however the octets are cut.
            int taken = search == null ? length : (int) Math.min(length, LONGEST_SEARCH - searched);
            known.bytes(buffer, offset, taken, time);
            searched(taken);
            if (taken < length) {
                bytes(buffer, offset + taken, length - taken, time);
            }
        } else if (!refused) {
            held.bytes(buffer, offset, length, time);
            detect(time);
        }
    }

    @Override
    public void bytes(ByteBuffer buffer, int offset, int length, long time) {
        int at = offset;
        int end = offset + length;
        while (at < end && !refused) {
            StreamInput known = driver;
            int taken = end - at;
            if (known != null && search == null) {
                lastTime = time;
                known.bytes(buffer, at, taken, time);
            } else {
                taken = Math.min(taken, HEAD);
                StreamInput.super.bytes(buffer, at, taken, time);
            }
            at += taken;
        }
    }

    @Override
    public void gap(long octets, GapCause cause, long time) {
        StreamInput known = driver;
        if (known != null) {
            known.gap(octets, cause, time);
        } else if (!refused) {
            held.gap(octets, cause, time);
            detect(time);
        }
    }

    @Override
    public void end(EndReason reason, long time) {
        StreamInput known = driver;
        lastTime = time;
        if (known != null) {
            known.end(reason, time);
        } else if (!refused) {
            held.end(reason, time);
            detect(time);
        }
        refused |= search != null;
    }

    @Override
    public void found(String code, String text, long time) {
        StreamInput known = driver;
        if (known != null) {
            known.found(code, text, time);
        } else if (!refused) {
            held.found(code, text, time);
        }
    }

    /** Something else is told and passed over. */
    private boolean isOther(long time) {
        OtherProtocols.Answer answer = OtherProtocols.detect(held.head(), held.isHeadClosed(), 0);
        OtherProtocol.Seen seen = answer.seen();
        if (seen != null) {
            refused = true;
            others.accept(seen);
            String advice = seen.advice().isEmpty() ? "" : "; " + seen.advice();
            new OtherTraffic(origin, sink)
                    .found(seen.protocol().code(), Direction.FORWARD, answer.octets(), seen.what() + advice, time);
            pieces.clear();
        }
        return seen != null || answer.open();
    }

    /** A legacy stream has no magic, what a shell says first tells nothing; null when this is none, or more octets are needed to tell. */
    private @Nullable Format withoutMagic() {
        LegacyDetection.Answer answer =
                LegacyDetection.judge(held.head(), held.isHeadClosed(), LegacyDetection.Given.FILE);
        ShellOutput.Answer shell = ShellOutput.look(held.head(), held.isHeadClosed());
        if (answer == LegacyDetection.Answer.NOT_LEGACY && shell == ShellOutput.Answer.NO_BANNER) {
            search();
        }
        if (answer == LegacyDetection.Answer.LEGACY) {
            return Format.LEGACY;
        }
        return shell == ShellOutput.Answer.BANNER ? Format.XL_RECEIVER : null;
    }

    /** The beginning tells nothing; it may be missing. */
    private void search() {
        LateStart late = new LateStart(options.limits(), false, this::recordsFound);
        search = late;
        driver = late;
        pieces.forEach(Held.Piece::play);
        pieces.clear();
        searched(held.octets());
    }

    private Grammar recordsFound(boolean legacy) {
        LateStart late = Objects.requireNonNull(search);
        search = null;
        Migration migration =
                new Migration(origin, (legacy ? Format.LEGACY : Format.LIBXC).carrier(), options, false, false, sink);
        migration.knowledge().startSeen = false;
        Grammar grammar = new Grammar(migration, false, false, new SeenConnections(), Set.of());
        migration.start(lastTime);
        late.belongsTo(grammar, migration.reporter(Direction.FORWARD));
        return grammar;
    }

    /** Octets in which nothing was found for so long hold nothing. */
    private void searched(long octets) {
        if (search != null) {
            searched += octets;
            if (searched >= LONGEST_SEARCH) {
                search = null;
                refused = true;
                driver = null;
            }
        }
    }

    private void detect(long time) {
        Format format = as;
        if (format == null) {
            Beginnings.Answer answer =
                    Beginnings.detect(held.head(), held.isHeadClosed(), List.of(Format.values()), Set.of());
            format = answer.format() == null && !answer.open() && !isOther(time) ? withoutMagic() : answer.format();
        }
        if (format == Format.LIBVIRT_RPC) {
            RpcTunnels tunnels = new RpcTunnels(options, sink, origin.migrationId(), () -> refused = true);
            driver = tunnels.direction(origin, () -> null);
            pieces.forEach(Held.Piece::play);
            pieces.clear();
        } else if (format != null) {
            Migration migration = new Migration(origin, format.carrier(), options, false, false, sink);
            boolean forward = format.direction() == Direction.FORWARD;
            Grammar grammar = new Grammar(migration, forward, false, new SeenConnections(), Set.of());
            StreamInput reader = forward ? grammar.forward(format) : grammar.back(format);
            migration.start(time);
            driver = reader;
            pieces.forEach(Held.Piece::play);
            pieces.clear();
        }
    }
}
