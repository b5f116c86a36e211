package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import java.util.function.Supplier;

/**
 * The chunks of a round up to its END (legacy-stream specification 1.2, 4):
 *
 * <pre>
 * body  = { chunk } end ;
 * chunk = batch | list | compressed | meta ;   every one begins with a signed number: n &gt; 0, −12, other n &lt; 0
 * end   = 0 ;
 * </pre>
 */
final class Body {

    private static final int QEMU = 0x756d_6551;
    private static final int DEVICE = 0x6976_6544;
    private static final int SLICE = 1024;

    private final ImageState image;
    private final Supplier<Step> tail;

    /** What the chunks of the round so far were. */
    private boolean vcpuInfo;

    private boolean ioreqPfn;
    private boolean ioreqPages;
    private boolean compressionLast;
    private long entries;
    private long firstAbsent;
    private boolean lastWasCompressed;

    Body(ImageState image, Supplier<Step> tail) {
        this.image = image;
        this.tail = tail;
    }

    Step start() {
        vcpuInfo = false;
        ioreqPfn = false;
        ioreqPages = false;
        compressionLast = false;
        entries = 0;
        firstAbsent = -1;
        lastWasCompressed = false;
        image.vcpuMap = null;
        image.vcpuMapLost = false;
        image.passOrder.ends();
        image.compressedPages.begin(image.isCompressed());
        return next();
    }

    /** From some chunk on, behind a loss: what was lost may have held anything. */
    Step found() {
        vcpuInfo = true;
        ioreqPfn = true;
        ioreqPages = true;
        compressionLast = false;
        entries = 0;
        firstAbsent = -1;
        lastWasCompressed = false;
        image.tscSeen = true;
        image.vcpuMapLost |= image.vcpuMap == null;
        image.passOrder.ends();
        if (image.isCompressed()) {
            image.compressedPages.listLost();
        }
        return next();
    }

    private Step next() {
        return Step.read(4, this::chunk);
    }

    private Step chunk(Slice in) {
        int id = (int) in.u32(0);
        if (id == 0) {
            return end(in);
        }
        if (compressionLast) {
            compressionLast = false;
            image.reporter()
                    .finding(
                            FindingCode.E34,
                            in.offset(),
                            4,
                            "chunk " + id + " behind it; batches of this round still carry their pages");
        }
        if (id > 0) {
            return batch(in, id);
        }
        ChunkType type = image.dialect.type(id);
        if (type == null) {
            return image.lost(
                    in.offset(),
                    FindingCode.E11,
                    in.offset(),
                    4,
                    "chunk " + id + " is defined by no release, and nothing tells its length: " + image.failure());
        }
        note(type);
        boolean compressed = type.id() == CompressedData.ID;
        image.compressedPages.chunkBegins(compressed && lastWasCompressed);
        lastWasCompressed = compressed;
        return type.reader().read(type, image, in, this::next);
    }

    private void note(ChunkType type) {
        image.release.seen(type.since());
        vcpuInfo |= type.id() == -2;
        ioreqPfn |= type.id() == -19;
        ioreqPages |= type.id() == -20;
        compressionLast = type.id() == -13;
        if (type.id() != CompressedData.ID) {
            image.passOrder.ends();
        }
    }

    private Step batch(Slice in, int count) {
        lastWasCompressed = false;
        if (count > BatchChunk.MOST) {
            String text = "count " + count + ", receivers accept 1024: " + image.failure();
            String signature = count == QEMU || count == DEVICE
                    ? "; the octets are those of a device-model signature, so the tail or LAST_CHECKPOINT went wrong"
                    : "";
            return image.lost(in.offset(), FindingCode.E10, in.offset(), 4, text + signature);
        }
        BatchChunk batch = new BatchChunk(image, in, count);
        return batch.start(() -> {
            if (firstAbsent < 0 && batch.firstAbsent() >= 0) {
                firstAbsent = entries + batch.firstAbsent();
            }
            entries += count;
            return next();
        });
    }

    private Step end(Slice in) {
        Element element = image.begin("END", 0L, in, 4, 4);
        judgeEnd(element);
        image.passOrder.ends();
        image.complete(element, Fields.NONE);
        return tail.get();
    }

    private void judgeEnd(Element element) {
        long at = element.start();
        if (!vcpuInfo && image.release.isAtLeast(Release.V3_1)) {
            element.finding(FindingCode.E23, at, 4, "receivers take vcpu 0 for the only one, and online");
        }
        if (ioreqPfn != ioreqPages) {
            element.finding(
                    FindingCode.E50,
                    at,
                    4,
                    (ioreqPfn ? "−19 without −20" : "−20 without −19")
                            + ": receivers of 4.5 ignore both, older ones know neither and refuse the stream");
        }
        boolean first = image.rounds == 0;
        if (first && !image.tscSeen && image.release.isAtLeast(Release.V4_0)) {
            element.finding(FindingCode.E56, at, 4, "no TSC_INFO in the first round of a sender of " + image.release);
        }
        long lastSlice = (entries - 1) / SLICE * SLICE;
        if (!first && !image.isCompressed() && entries > SLICE && firstAbsent >= 0 && firstAbsent < lastSlice) {
            element.finding(
                    FindingCode.E30,
                    at,
                    4,
                    entries + " entries, some without page: receivers of 4.0 to 4.4 write pages to wrong PFNs");
        }
        if (image.isCompressed()) {
            image.compressedPages.end(element);
        }
    }
}
