package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.Words;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.PageBatch;
import java.util.List;
import java.util.function.Supplier;

/**
 * A positive chunk: guest pages, or, where they travel compressed, the list of them (legacy-stream specification 4.1).
 *
 * <pre>
 *  0       4       4+W              4+nW                        4+nW+4096k
 *  +-------+-------+------- … ------+------------ … ------------+
 *  |   n   | entry | n entries      | k pages of 4096 octets    |   no pages in compressed rounds
 *  +-------+-------+------- … ------+------------ … ------------+
 * </pre>
 *
 * The entries tell how many pages follow, so octets lost among them cost the framing, unless no pages follow.
 */
final class BatchChunk {

    /** Entries of a batch. */
    static final int MOST = 1024;

    private static final int HEADER = 4;

    private final ImageState image;
    private final int count;
    private final Element element;
    private final BatchEntries entries;
    private final Fields fields;

    BatchChunk(ImageState image, Slice header, int count) {
        this.image = image;
        this.count = count;
        long total = HEADER + (long) count * image.width;
        this.element = image.begin("BATCH", (long) count, header, total, total);
        this.entries = new BatchEntries(image, header.offset() + HEADER);
        Value shown = new Value.Leaf(new Data.Numeric(count), header.offset(), HEADER, null);
        this.fields = new Fields(List.of(new Fields.Field("count", shown)));
    }

    Step start(Supplier<Step> next) {
        int length = count * image.width;
        Words words = new Words(image.width, false, entries::add);
        if (image.isCompressed()) {
            return Step.stream(length, words, () -> list(!words.isBroken(), next));
        }
        return Step.read(length, in -> {
            words.octets(in.octets(), in.start(), in.length());
            long pages = 4096 * entries.pages();
            element.grow(HEADER + length + pages);
            BatchPages contents = new BatchPages(image, entries, in.offset() + length);
            return Step.stream(pages, contents, () -> batch(contents, next));
        });
    }

    private Step list(boolean whole, Supplier<Step> next) {
        if (whole) {
            entries.check(element);
            entries.tellBroken(image.memory());
            entries.queue(image.compressedPages, image.reporter().nextBatch());
        } else {
            image.compressedPages.listLost();
            image.startInfo.forgetAll();
            image.namedPages.lost();
        }
        PageBatch.Pass pass = whole ? entries.pass() : PageBatch.Pass.CONTINUES;
        report(new PageBatch((long) count, whole ? entries.entries() : null, null, null, pass, true));
        return next.get();
    }

    private Step batch(BatchPages contents, Supplier<Step> next) {
        entries.check(element);
        contents.check(element);
        entries.remember();
        entries.tellBroken(image.memory());
        report(new PageBatch(
                (long) count, entries.entries(), contents.zeroPages(), contents.unchanged(), entries.pass(), false));
        return next.get();
    }

    private void report(PageBatch batch) {
        image.judgePause(element);
        image.reporter().batch(element, fields, batch);
    }

    /** Number of the first entry without page; −1 when all have one. */
    int firstAbsent() {
        return entries.firstAbsent();
    }
}
