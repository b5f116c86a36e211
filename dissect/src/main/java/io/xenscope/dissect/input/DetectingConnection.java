package io.xenscope.dissect.input;

import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.Direction;
import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.StreamInput;
import io.xenscope.dissect.compression.CompressedStream;
import io.xenscope.dissect.detect.Beginnings;
import io.xenscope.dissect.detect.Format;
import io.xenscope.dissect.detect.OtherProtocol;
import io.xenscope.dissect.detect.OtherProtocols;
import io.xenscope.dissect.detect.ShellOutput;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.event.Origin;
import io.xenscope.dissect.legacy.LegacyDetection;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.OtherTraffic;
import io.xenscope.dissect.xapi.SeenConnections;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection whose octets decide whether it carries a migration, and which end sends the VM (carriers
 * specification 6.1): both directions are kept until either of them tells.
 */
final class DetectingConnection implements ConnectionInput {

    /** Octets of one direction that match nothing, after which the other one is not waited for. */
    private static final int ENOUGH = 64;

    /** What the objects of a connection need, roughly. */
    private static final long MEMORY = 1 << 10;

    /** Octets without a beginning in which records are searched for. */
    private static final long LONGEST_SEARCH = 64 << 20;

    /** What a receiver says first, whatever the other direction is taken for. */
    private static final List<Format> ANSWERS = List.of(Format.XL_RECEIVER, Format.XL_READY, Format.XEND_RECEIVER);

    /** The bare back channels of COLO are told by too few octets to look for them here. */
    private static final List<Format> ALL = Arrays.stream(Format.values())
            .filter(format -> format.direction() == Direction.FORWARD || ANSWERS.contains(format))
            .toList();

    /** What cannot stand in compressed data: both directions speak, and from the first octet on. */
    private static final Set<Format> CONVERSATIONS = Set.of(Format.LIBVIRT_RPC, Format.XAPI_HTTP);

    private static final List<Format> COMPRESSED =
            ALL.stream().filter(format -> !CONVERSATIONS.contains(format)).toList();

    private final DissectOptions options;
    private final EventSink sink;
    private final SeenConnections related;
    private final ConnectionEnds ends;
    private final boolean startSeen;
    private final @Nullable Format as;
    private final Consumer<OtherProtocol.Seen> others;
    private final Set<Integer> ports;
    private final List<Held.Piece> pieces = new ArrayList<>();
    private final ConnectionSide fromFirst = new ConnectionSide(this, pieces);
    private final ConnectionSide fromSecond = new ConnectionSide(this, pieces);
    private @Nullable Migration migration;
    private boolean ignored;
    private long lastTime;

    DetectingConnection(
            DissectOptions options,
            EventSink sink,
            SeenConnections related,
            ConnectionEnds ends,
            boolean startSeen,
            @Nullable Format as,
            Consumer<OtherProtocol.Seen> others) {
        this.options = options;
        this.others = others;
        this.sink = sink;
        this.related = related;
        this.ends = ends;
        this.startSeen = startSeen;
        this.as = as;
        this.ports = ends.ports();
    }

    @Override
    public StreamInput fromFirst() {
        return fromFirst;
    }

    @Override
    public StreamInput fromSecond() {
        return fromSecond;
    }

    @Override
    public boolean isIgnored() {
        return ignored;
    }

    @Override
    public long memory() {
        Migration begun = migration;
        return MEMORY + (begun == null ? 0 : begun.memory()) + fromFirst.memory() + fromSecond.memory();
    }

    @Override
    public void progress(long time) {
        Migration begun = migration;
        if (begun != null) {
            begun.progress(fromFirst.seen + fromSecond.seen, time);
        }
    }

    /** Something has come: it may tell what the connection is. */
    void decide(ConnectionSide side, long time) {
        lastTime = time;
        Slice head = side.held.head();
        boolean closed = side.held.isHeadClosed();
        Format forced = as;
        boolean answersOnly = forced != null || side.search != null;
        Beginnings.Answer answer = Beginnings.detect(head, closed, answersOnly ? ANSWERS : ALL, ports);
        Format format = answer.format();
        if (side.search != null) {
            if (format != null) {
                begin(other(side), forced == null ? format : forced, time);
            }
        } else if (forced == null && CompressedStream.isBegunBy(head)) {
            compressed(side, time);
        } else if (forced != null) {
            if (head.length() > 0 && !answer.open()) {
                forced(format == null ? side : other(side), forced, time);
            }
        } else if (format != null) {
            boolean sends = format.direction() == Direction.FORWARD;
            recognised(sends ? side : other(side), format, time);
        } else {
            OtherProtocols.Answer other = OtherProtocols.detect(head, closed, ends.serverPort());
            OtherProtocol.Seen seen = other.seen();
            if (seen != null) {
                other(side, seen, other.octets(), time);
            } else {
                withoutMagic(side, answer.open() || other.open(), time);
            }
        }
    }

    /** What is inside must prove to be a migration. */
    private void compressed(ConnectionSide side, long time) {
        Slice head = side.held.head();
        CompressedHead known = side.compressed;
        CompressedHead compressed = known == null ? new CompressedHead(head, options, COMPRESSED, ports) : known;
        side.compressed = compressed;
        boolean enough = side.held.isHeadClosed() || side.held.octets() > ConnectionSide.MOST;
        CompressedHead.Found found = compressed.look(head, enough);
        Format format = found.format();
        if (format != null) {
            recognised(format.direction() == Direction.FORWARD ? side : other(side), format, time);
        } else if (!found.open() && found.readable()) {
            OtherProtocol.Seen seen =
                    OtherProtocols.compressedOther(compressed.name(), found.other(), ends.serverPort());
            other(side, seen, CompressedStream.LOOK, time);
        } else if (!found.open()) {
            String what = compressed.name() + " that cannot be decompressed";
            other(side, OtherProtocols.compressed(what, ends.serverPort()), CompressedStream.LOOK, time);
        }
    }

    /** Whoever asked knows the format, but the octets may begin anywhere in it. */
    private void forced(ConnectionSide sending, Format format, long time) {
        Slice head = sending.held.head();
        boolean closed = sending.held.isHeadClosed();
        boolean begins = format == Format.LEGACY || format == Format.LEGACY_2011
                ? LegacyDetection.judge(head, closed, LegacyDetection.Given.FILE) != LegacyDetection.Answer.NOT_LEGACY
                : Beginnings.detect(head, closed, List.of(format), ports).format() != null;
        if (startSeen || begins) {
            recognised(sending, format, time);
            return;
        }
        searchBoth();
        if (migration == null) {
            begin(sending, format, time);
        }
    }

    /** Something else, which is told; octets in which a migration may hide are counted, others left alone. */
    private void other(ConnectionSide side, OtherProtocol.Seen seen, int octets, long time) {
        others.accept(seen);
        // Whoever speaks first is the sender, as far as anybody can tell.
        OtherTraffic traffic = new OtherTraffic(origin(side), sink);
        String advice = seen.advice().isEmpty() ? "" : "; " + seen.advice();
        traffic.found(seen.protocol().code(), Direction.FORWARD, octets, seen.what() + advice, time);
        if (seen.protocol().isOpaque()) {
            side.driver = traffic.counted(Direction.FORWARD);
            other(side).driver = traffic.counted(Direction.BACK);
            pieces.forEach(Held.Piece::play);
        } else {
            ignored = true;
        }
        pieces.clear();
    }

    /** No magic is there, or not yet. */
    private void withoutMagic(ConnectionSide side, boolean open, long time) {
        Slice head = side.held.head();
        boolean closed = side.held.isHeadClosed();
        LegacyDetection.Answer legacy = open
                ? LegacyDetection.Answer.OPEN
                : LegacyDetection.judge(head, closed, LegacyDetection.Given.CONNECTION);
        if (legacy == LegacyDetection.Answer.LEGACY) {
            recognised(side, Format.LEGACY, time);
            return;
        }
        ShellOutput.Answer shell = ShellOutput.look(head, closed);
        if (shell == ShellOutput.Answer.BANNER) {
            recognised(other(side), Format.XL_RECEIVER, time);
            return;
        }
        // A receiver whose first words are an error message speaks before the sender does.
        boolean enough = legacy == LegacyDetection.Answer.NOT_LEGACY
                && shell == ShellOutput.Answer.NO_BANNER
                && head.length() >= ENOUGH;
        boolean over = closed && other(side).held.isHeadClosed();
        boolean unknown = enough || over || side.held.octets() > ConnectionSide.MOST;
        boolean late = !startSeen || side.held.isHeadCut() || other(side).held.isHeadCut();
        if (unknown && late) {
            searchBoth();
        }
        if (unknown && migration == null && (over || !late)) {
            ignored = true;
            pieces.clear();
        }
    }

    /** The beginnings tell nothing, for they were not captured: records may be found further on. */
    private void searchBoth() {
        for (ConnectionSide side : List.of(fromFirst, fromSecond)) {
            LateStart search = new LateStart(options.limits(), startSeen, legacy -> found(side, legacy));
            side.search = search;
            side.driver = search;
        }
        int played = 0;
        List<Held.Piece> all = List.copyOf(pieces);
        while (played < all.size() && migration == null) {
            all.get(played++).play();
        }
        // Records were found in one direction; the other one has been played whole.
        ConnectionSide sending = fromFirst.driver == fromFirst.search ? fromFirst : fromSecond;
        StreamInput answers = other(sending).driver;
        other(sending).driver = migration == null ? answers : Nothing.INPUT;
        all.subList(played, all.size()).forEach(Held.Piece::play);
        other(sending).driver = answers;
        if (migration == null) {
            fromFirst.driver = null;
            fromSecond.driver = null;
        }
    }

    /** Records were found in this direction: a migration begins. */
    private Grammar found(ConnectionSide sending, boolean legacy) {
        Format forced = as;
        return begin(sending, forced != null ? forced : legacy ? Format.LEGACY : Format.LIBXC, lastTime);
    }

    /** A migration begins, of whose direction to the receiver the beginning was not captured. */
    private Grammar begin(ConnectionSide sending, Format format, long time) {
        Migration begun = new Migration(origin(sending), format.carrier(), options, true, true, sink);
        migration = begun;
        begun.pacedBy(sending::pace);
        begun.knowledge().startSeen = false;
        Grammar grammar = new Grammar(begun, false, true, related, Set.of());
        begun.start(time);
        LateStart forward = Objects.requireNonNull(sending.search);
        forward.belongsTo(grammar, begun.reporter(Direction.FORWARD));
        ConnectionSide answering = other(sending);
        StreamInput back = grammar.back(format);
        sending.driver = Nothing.INPUT;
        answering.driver = back;
        pieces.forEach(Held.Piece::play);
        pieces.clear();
        if (answering.unkept > 0) {
            back.gap(answering.unkept, GapCause.OVERLOAD, time);
        }
        sending.driver = forward;
        return grammar;
    }

    /** Octets in which nothing was found for so long hold nothing. */
    void giveUp() {
        if (migration == null && fromFirst.seen + fromSecond.seen > LONGEST_SEARCH) {
            ignored = true;
            fromFirst.search = null;
            fromSecond.search = null;
            pieces.clear();
        }
    }

    private ConnectionSide other(ConnectionSide side) {
        return side == fromFirst ? fromSecond : fromFirst;
    }

    private void recognised(ConnectionSide sending, Format format, long time) {
        ConnectionSide answering = other(sending);
        if (format == Format.LIBVIRT_RPC) {
            RpcTunnels tunnels =
                    new RpcTunnels(options, sink, ends.identity(), () -> others.accept(rpcWithoutTunnel()));
            fromFirst.driver = tunnels.direction(origin(fromFirst), fromFirst::pace);
            fromSecond.driver = tunnels.direction(origin(fromSecond), fromSecond::pace);
            pieces.forEach(Held.Piece::play);
            pieces.clear();
            return;
        }
        Migration recognised = new Migration(origin(sending), format.carrier(), options, true, true, sink);
        migration = recognised;
        recognised.pacedBy(sending::pace);
        recognised.knowledge().startSeen = startSeen;
        Grammar grammar = new Grammar(recognised, startSeen, true, related, compressed(format));
        recognised.start(time);
        if (startSeen) {
            ends.surprise(recognised.reporter(Direction.FORWARD), format, sending == fromFirst, time);
        }
        StreamInput forward =
                format.direction() == Direction.FORWARD ? grammar.forward(format) : grammar.forwardUnknown(format);
        StreamInput back = grammar.back(format);
        sending.driver = forward;
        answering.driver = back;
        pieces.forEach(Held.Piece::play);
        pieces.clear();
    }

    /** A receiver that answers in plain octets says nothing about what it is sent. */
    private Set<Direction> compressed(Format format) {
        if (CompressedStream.isBegunBy(fromFirst.held.head()) || CompressedStream.isBegunBy(fromSecond.held.head())) {
            return Set.of(Direction.FORWARD, Direction.BACK);
        }
        return format.direction() == Direction.BACK ? Set.of(Direction.FORWARD) : Set.of();
    }

    private OtherProtocol.Seen rpcWithoutTunnel() {
        int port = ends.serverPort();
        String where = port == 0 ? "" : " on port " + port;
        return new OtherProtocol.Seen(
                OtherProtocol.LIBVIRT_RPC,
                "libvirt RPC" + where + " without a tunnelled migration",
                "the data of others runs on ports 49152 to 49216");
    }

    private Origin origin(ConnectionSide sending) {
        return ends.origin(sending == fromFirst);
    }
}
