package io.xenscope.dissect.migration;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.Layer;
import io.xenscope.dissect.engine.Boundaries;
import io.xenscope.dissect.engine.Search;
import io.xenscope.dissect.event.CompressedInfo;
import io.xenscope.dissect.event.Event.Place;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.GapSeen;
import io.xenscope.dissect.event.RecordInfo;
import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.finding.FindingCode;
import org.jspecify.annotations.Nullable;

/** What the formats of one direction tell about it, in stream order. Offsets are those of the direction's stream. */
public final class Reporter implements Boundaries {

    private final Migration migration;
    private final Direction direction;

    private Layer layer = Layer.TCP;
    private @Nullable Element open;
    private long records;
    private long batches;
    private long now;
    private long firstTime;
    private long lastOctetTime;
    private long latest;
    private long longestPause;
    private boolean begun;
    private boolean shedTold;
    private long lastEnd;
    private long lastTime;
    private long missing;
    private long length;
    private @Nullable EndReason ended;
    private Decoded decoded = Decoded.WHOLE;
    private @Nullable Recovery recovery;

    /** Begins searches for the framing of a format. */
    @FunctionalInterface
    public interface Recovery {
        /**
         * @param from where the element that was lost begins
         * @param position offset of the octets that come next
         */
        Search search(long from, long position);
    }

    /** How far a direction could be decoded. */
    enum Decoded {
        /** To its end. */
        WHOLE,
        /** To its end, which lies inside an element. */
        CUT,
        /** Up to octets that no format explains. */
        GIVEN_UP,
        /** Up to a loss that took the framing with it. */
        LOST
    }

    Reporter(Migration migration, Direction direction) {
        this.migration = migration;
        this.direction = direction;
    }

    public Direction direction() {
        return direction;
    }

    /** Time of the octets at hand, nanoseconds since the epoch. */
    public long now() {
        return now;
    }

    /** From here on {@code entered} is the layer that a gap would interrupt. */
    public void enter(Layer entered) {
        layer = entered;
    }

    /** From here on losses of the framing are answered so; null where nothing can be found behind them. */
    public void recoverBy(@Nullable Recovery now) {
        recovery = now;
    }

    /** True when losses of the framing are answered. */
    public boolean recovers() {
        return recovery != null;
    }

    /**
     * A framing element of {@code total} octets begins at {@code start}; its first octet was seen at {@code time}. Its
     * findings are kept until its event.
     */
    public Element begin(
            Layer in, String type, @Nullable Long typeId, long start, long total, long bodyLength, long time) {
        layer = in;
        Element element = new Element(in, type, typeId, start, total, bodyLength, time);
        open = element;
        return element;
    }

    /** The last octet of {@code element}, which is no batch, has been seen. */
    public void record(Element element, Fields fields) {
        record(element, fields, false);
    }

    /** As {@link #record(Element, Fields)}, for types that carry the optional flag. */
    public void record(Element element, Fields fields, boolean optional) {
        RecordInfo info = info(element, fields, optional);
        open = null;
        migration.record(this, element, info);
        findings(element, info.index());
    }

    /** The last octet of {@code element}, a batch, has been seen. */
    public void batch(Element element, Fields fields, PageBatch batch) {
        RecordInfo info = info(element, fields, false);
        open = null;
        migration.batch(this, element, info, batch, batches++);
        findings(element, info.index());
    }

    /**
     * The last octet of {@code element}, a chunk of compressed pages, has been seen.
     *
     * @param zeroPages full pages of zero octets; null when page contents are not looked at
     */
    public void compressed(Element element, Fields fields, CompressedInfo compressed, @Nullable Long zeroPages) {
        RecordInfo info = info(element, fields, false);
        open = null;
        migration.compressed(this, element, info, compressed, zeroPages, batches++);
        findings(element, info.index());
    }

    /** The {@code batch.index} of the next batch. */
    public long nextBatch() {
        return batches;
    }

    /** The longest silence before octets seen since the last call, in nanoseconds. */
    public long longestPause() {
        long pause = longestPause;
        longestPause = 0;
        return pause;
    }

    private RecordInfo info(Element element, Fields fields, boolean optional) {
        lastEnd = element.end();
        lastTime = now;
        return new RecordInfo(
                records++, element.type(), element.typeId(), element.bodyLength(), element.missed(), optional, fields);
    }

    /** Offset behind the last framing element that was seen to its end. */
    public long lastEnd() {
        return lastEnd;
    }

    /** When its last octet was seen. */
    public long lastTime() {
        return lastTime;
    }

    private void findings(Element element, @Nullable Long index) {
        for (Element.Finding finding : element.findings()) {
            String more = finding.repeats() == 0 ? "" : " (and " + finding.repeats() + " more of the kind)";
            Place place = new Place(direction, element.layer(), finding.offset(), finding.length());
            migration.findings().add(finding.code(), finding.severity(), place, finding.text() + more, index, now);
        }
    }

    /** A finding that belongs to no record under way. */
    public void finding(FindingCode code, long offset, long octets, String text) {
        finding(code, code.severity(), offset, octets, text);
    }

    /** A finding whose severity depends on the circumstances. */
    public void finding(FindingCode code, Severity severity, long offset, long octets, String text) {
        migration.findings().add(code, severity, new Place(direction, layer, offset, octets), text, null, now);
    }

    /** A finding about the way of the octets to here, not about them. */
    public void transport(FindingCode code, Severity severity, long offset, long octets, String text, long time) {
        migration.findings().add(code, severity, new Place(direction, Layer.TCP, offset, octets), text, null, time);
    }

    /**
     * Something that belongs to the migration but is none of the octets of this direction, seen at {@code time}: an
     * element without length behind the last one that was seen to its end.
     */
    public void aside(Layer in, String type, @Nullable Long typeId, long bodyLength, Fields fields, long time) {
        Element element = new Element(in, type, typeId, lastEnd, 0, bodyLength, time);
        RecordInfo info = new RecordInfo(records++, type, typeId, bodyLength, 0, false, fields);
        migration.aside(this, element, info, time);
    }

    /** The format gives up at {@code offset}: framing cannot go on. */
    public void framingLost() {
        decoded = Decoded.GIVEN_UP;
        open = null;
    }

    @Override
    public void now(long time) {
        if (!begun) {
            begun = true;
            firstTime = time;
            latest = time;
        }
        // Octets looked at ahead are passed a second time, with their times.
        longestPause = Math.max(longestPause, time - latest);
        latest = Math.max(latest, time);
        now = time;
    }

    @Override
    public void absorbed(long offset, long octets, GapCause cause, long time) {
        Element inside = open;
        missing += octets;
        if (inside != null) {
            inside.miss(octets);
        }
        Place place = new Place(direction, inside == null ? layer : inside.layer(), offset, octets);
        String type = inside == null ? null : inside.type();
        migration.gap(place, new GapSeen(octets, cause, type, offset + octets, GapSeen.Resume.PAYLOAD, 0), time);
        String where = type == null ? "" : " of " + type;
        tellLoss(cause, Severity.WARN, offset, octets, octets + " octets" + where, time);
    }

    @Override
    public long lost(long offset, GapCause cause, long time) {
        long from = open == null ? offset : open.start();
        tellLoss(cause, Severity.ERROR, offset, 0, "what is lost holds a header: the framing is lost with it", time);
        decoded = Decoded.LOST;
        open = null;
        return from;
    }

    @Override
    public @Nullable Search search(long from, long position) {
        Recovery answer = recovery;
        return answer == null ? null : answer.search(from, position);
    }

    @Override
    public void resumed(Tail tile, Search.Found found) {
        decoded = Decoded.WHOLE;
        if (direction == Direction.FORWARD) {
            migration.framingFound();
        }
        GapSeen.Proof proof =
                new GapSeen.Proof(found.method().text(), found.confidence().text());
        undecoded(tile, found.offset(), proof, found.time());
        String skipped = tile.present() == 0 ? "" : " and " + tile.present() + " octets not decoded";
        String text = "behind " + tile.missing() + " octets lost" + skipped + ": " + Messages.proof(proof);
        FindingCode code = FindingCode.CAP_RESYNC;
        transport(code, code.severity(), found.offset(), 0, text, found.time());
    }

    /** Packets cut by the capture are told of by whoever reads it, once for all. */
    private void tellLoss(GapCause cause, Severity severity, long offset, long octets, String text, long time) {
        if (cause == GapCause.CAPTURE_LOSS) {
            transport(FindingCode.CAP_GAP, severity, offset, octets, text, time);
        } else if (cause == GapCause.OVERLOAD && !shedTold) {
            shedTold = true;
            transport(FindingCode.NET_TAP_DROPPED, Severity.WARN, offset, octets, text, time);
        }
    }

    @Override
    public void passedOver(Tail octets, long time) {
        decoded = Decoded.WHOLE;
        undecoded(octets, octets.from() + octets.present() + octets.missing(), null, time);
    }

    /** @param resumeOffset where a search has found something to go on with; null when it goes on nowhere */
    private void undecoded(Tail octets, @Nullable Long resumeOffset, GapSeen.@Nullable Proof proof, long time) {
        missing += octets.missing();
        GapSeen.Resume resume = resumeOffset == null ? GapSeen.Resume.NONE : GapSeen.Resume.SEARCH;
        migration.gap(
                new Place(direction, layer, octets.from(), octets.present() + octets.missing()),
                new GapSeen(octets.missing(), octets.cause(), null, resumeOffset, resume, octets.present(), proof),
                time);
    }

    @Override
    public void found(long offset, String code, String text, long time) {
        FindingCode finding = FindingCode.byId(code);
        transport(finding, finding.severity(), offset, 0, text, time);
    }

    @Override
    public void ended(long position, long since, long wanted, @Nullable Tail tail, EndReason reason, long time) {
        length = position;
        ended = reason;
        lastOctetTime = now;
        now = begun ? Math.max(now, time) : time;
        if (tail != null) {
            undecoded(tail, null, null, time);
        } else if (wanted > 0 || open != null && open.start() < position) {
            truncated(position, since, wanted, reason, time);
        }
        migration.directionEnded();
    }

    /** True once the direction has ended. */
    public boolean isEnded() {
        return ended != null;
    }

    /** How the direction ended; null while it goes on. */
    @Nullable
    EndReason end() {
        return ended;
    }

    /** How far it could be decoded; meant for an ended direction. */
    Decoded decoded() {
        return decoded;
    }

    /** Octets of the direction so far known, lost ones included; complete when it has ended. */
    public long length() {
        return length;
    }

    /** Octets really seen. */
    long seen() {
        return length - missing;
    }

    /** True once an octet of it was seen. */
    public boolean hasBegun() {
        return begun;
    }

    /** When its first octet was seen; null when it had none. */
    @Nullable
    Long firstTime() {
        return begun ? firstTime : null;
    }

    /** When its last octet was seen; meant for an ended direction. */
    long lastOctetTime() {
        return lastOctetTime;
    }

    private void truncated(long position, long since, long wanted, EndReason reason, long time) {
        Element inside = open;
        long start = inside == null ? since : inside.start();
        long announced = inside == null ? wanted : inside.end() - position;
        long present = position - start - (inside == null ? 0 : inside.missed());
        String type = inside == null ? null : inside.type();
        decoded = Decoded.CUT;
        Place place = new Place(direction, layer, start, position - start);
        GapSeen gap = new GapSeen(announced, GapCause.TRUNCATED, type, null, GapSeen.Resume.NONE, present);
        migration.gap(place, gap, time);
        String what = inside == null ? "a header" : inside.type() + " (offset " + start + ")";
        String text =
                "the stream ends inside " + what + ": " + announced + " more octets were announced; " + reason.text();
        if (inside != null) {
            // What was seen of the element so far.
            findings(inside, null);
        }
        if (layer == Layer.LEGACY) {
            Knowledge known = migration.knowledge();
            finding(LegacyEnd.code(known), position, 0, text + "; " + LegacyEnd.consequence(known));
        } else {
            finding(endCode(inside), position, 0, text);
        }
    }

    private FindingCode endCode(@Nullable Element inside) {
        if (inside != null && inside.layer() == Layer.XAPI && inside.type().equals("HANDSHAKE")) {
            return FindingCode.XAPI_HS_BADLEN;
        }
        boolean wrapped = layer == Layer.XAPI || layer == Layer.CARRIER || isInContainer();
        return wrapped ? FindingCode.CAR_EOF_EARLY : FindingCode.GEN_001;
    }

    /** True where what comes next belongs to something other than xl that surrounds the stream. */
    boolean isInContainer() {
        return direction == Direction.FORWARD && (layer == Layer.XEND || layer == Layer.LIBVIRT || layer == Layer.XAPI);
    }
}
