package io.xenscope.dissect.legacy;

import io.xenscope.dissect.DissectOptions.Depth;
import io.xenscope.dissect.Layer;
import io.xenscope.dissect.analysis.PfnSet;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.hvm.Enlightenments;
import io.xenscope.dissect.hvm.NamedPages;
import io.xenscope.dissect.layout.LayoutReader;
import io.xenscope.dissect.layout.Xstate;
import io.xenscope.dissect.legacy.compressed.EpochPages;
import io.xenscope.dissect.memory.MemoryListener;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Knowledge;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import io.xenscope.dissect.pv.StartInfoPages;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What earlier parts of a legacy image have told and later ones are read and judged by. */
final class ImageState {

    private static final long HEARTBEAT = 1_000_000_000L;

    private final Migration migration;
    private final Reporter reporter;
    final Release release = new Release();
    final EpochPages compressedPages;
    final PassOrder passOrder = new PassOrder();

    Dialect dialect = Dialect.RELEASES;

    /** Octets of the sender's words. */
    int width;

    /** Octets of the guest's words; that of the toolstack where nothing tells. */
    int guestWidth;

    boolean pv;
    long p2mSize;

    /** A context of 128 octets follows each vcpu. */
    boolean extendedVcpus;

    /** Octets of extended state announced for each vcpu; 0 when there is none. */
    long xcnt;

    boolean extendedInfo;

    /** Rounds complete. */
    int rounds;

    boolean tscSeen;

    /** What the batches so far mean for parameters that hold the number of a page. */
    final NamedPages namedPages = new NamedPages();

    final Enlightenments enlightenments = new Enlightenments();

    /** Bitmap of online vcpus of the body under way; null when it was not seen. */
    long @Nullable [] vcpuMap;

    long @Nullable [] lastVcpuMap;

    /** VCPU_INFO came, but its map was lost. */
    boolean vcpuMapLost;

    boolean lastCheckpoint;

    /** The header was lost: neither the kind of guest nor its size is known. */
    boolean headerLost;

    /** A device-model record as only Remus writes it came. */
    boolean remusState;

    /** A device-model record without length took what should have come behind it. */
    boolean swallowed;

    /** Round in which ENABLE_COMPRESSION came, counted from 1; 0 when it did not. */
    int compressionRound;

    /** Octets of a page identifier of a TMEM image. */
    int tmemOid = 24;

    /** Frame-list pages. */
    final PfnSet frames = new PfnSet();

    /** Those of them that no ordinary page was sent for yet. */
    final PfnSet framesMissing = new PfnSet();

    /** Pages last sent as page tables of some level, and as tables of the guest's top level. */
    final PfnSet tables = new PfnSet();

    final PfnSet topTables = new PfnSet();

    /** Pages that may be the start_info page of a PV guest. */
    final StartInfoPages startInfo = new StartInfoPages();

    ImageState(Migration migration, Reporter reporter) {
        this.migration = migration;
        this.reporter = reporter;
        MemoryListener memory = memory();
        this.compressedPages = new EpochPages(memory == null ? null : memory.compressedPages());
    }

    Migration migration() {
        return migration;
    }

    /** Who wants the contents of pages; null when nobody does. */
    @Nullable
    MemoryListener memory() {
        return migration.options().memory();
    }

    Reporter reporter() {
        return reporter;
    }

    Knowledge knowledge() {
        return migration.knowledge();
    }

    /** Whether more than the framing of state is wanted. */
    boolean looksInside() {
        return migration.options().depth() != Depth.FRAMING;
    }

    /** Whether state is judged by what the hypervisor would take. */
    boolean judgesState() {
        return looksInside() && migration.options().stateFindings();
    }

    /** Judges an HVM parameter, whose value lies at {@code at}, by the pages that came. */
    void judgePage(Element element, long index, long value, long at) {
        if (judgesState() && knowledge().startSeen) {
            namedPages.check(element, index, value, at);
        }
    }

    /** Reads the structures of one part; their lengths tell which release wrote them. */
    LayoutReader layouts() {
        return layouts(io.xenscope.dissect.layout.Release.UNKNOWN);
    }

    /** Reads the structures of one part as this release writes them. */
    LayoutReader layouts(int known) {
        return new LayoutReader(
                migration.options().depth() == Depth.BITS, migration.options().limits(), known, new Xstate());
    }

    int bodyKept() {
        return migration.options().limits().bodyKept();
    }

    int arrayHead() {
        return migration.options().limits().arrayHead();
    }

    /** Number of the round under way, counted from 1. */
    int round() {
        return rounds + 1;
    }

    /** True when page data travels in compressed chunks in this round (specification 7.7 a). */
    boolean isCompressed() {
        return compressionRound == 1 && rounds > 0;
    }

    /** True when the round under way shows that further ones are meant to follow. */
    boolean isRemus() {
        return !lastCheckpoint && (remusState || compressionRound > 0 || rounds > 1);
    }

    /** An element of {@code total} octets begins with {@code in}. */
    Element begin(String type, @Nullable Long typeId, Slice in, long total, long bodyLength) {
        return reporter.begin(Layer.LEGACY, type, typeId, in.offset(), total, bodyLength, in.time());
    }

    /** A chunk of {@code total} octets, whose id is {@code header}, begins with it. */
    Element begin(ChunkType type, Slice header, long total, long bodyLength) {
        return begin(type.name(), (long) (int) header.u32(0), header, total, bodyLength);
    }

    /** The last octet of {@code element} has been seen. */
    void complete(Element element, Fields fields) {
        judgePause(element);
        reporter.record(element, fields);
    }

    /** Receivers that have a complete round wait a second for each read (specification 6.3). */
    void judgePause(Element element) {
        long pause = reporter.longestPause();
        if (pause > HEARTBEAT && rounds > 0) {
            element.finding(
                    FindingCode.E43,
                    element.start(),
                    0,
                    pause / 1_000_000 + " ms without an octet; receivers wait 1000 ms, then start the last checkpoint");
        }
    }

    /** Framing cannot go on: nothing from {@code from} on is decoded. */
    Step lost(long from, FindingCode code, long at, long octets, String text) {
        reporter.finding(code, at, octets, text);
        reporter.framingLost();
        return Step.lost(from);
    }

    /** Goes on with the first octet of a part that begins without a header; the direction may end before it. */
    static Step ahead(Function<Slice, Step> part) {
        return Step.peek(
                1, seen -> seen.length() == 0 ? Step.read(1, in -> Step.opaque(in.offset())) : part.apply(seen));
    }

    /** What a finding says about the receivers that meet it in this round. */
    String failure() {
        return rounds == 0
                ? "the restore fails"
                : "receivers of 4.0 to 4.3 and 4.5 start the last checkpoint, those of 4.4 destroy the domain";
    }

    static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
