package io.xenscope.output;

import io.xenscope.dissect.event.BatchInfo;
import io.xenscope.dissect.event.CompressedInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;

/** {@code xenscope.batch} and {@code xenscope.compressed}. */
final class BatchWriter {
    private static final SerializedString COMPRESSED = new SerializedString("compressed");

    private BatchWriter() {}

    static void batch(TreeWriter tree, BatchInfo batch, Cut cut) {
        tree.object(Names.BATCH);
        tree.number(BodyNames.INDEX, batch.index());
        tree.number(Names.ROUND, batch.round());
        tree.number(BodyNames.PFN_COUNT, batch.pfnCount());
        tree.number(BodyNames.PAGES, batch.pages());
        if (batch.compressed()) {
            tree.constant(BodyNames.DATA, COMPRESSED);
            tree.number(BodyNames.DATA_BYTES, 0);
        } else {
            tree.number(BodyNames.DATA_BYTES, batch.dataBytes());
        }
        tree.number(BodyNames.PFN_FIRST, batch.pfnFirst());
        tree.number(BodyNames.PFN_LAST, batch.pfnLast());
        List<BatchInfo.PfnRange> ranges = batch.pfnRanges();
        BatchInfo.PageTypes types = batch.types();
        boolean truncated = false;
        if (ranges != null) {
            truncated = ranges(tree, ranges, batch.pfnRangesTotal(), cut);
        }
        if (truncated || (types != null && cut.isBare())) {
            BodyWriter.truncated(tree);
        }
        if (types != null && !cut.isBare()) {
            types(tree, types);
        }
        tree.number(BodyNames.ZERO_PAGES, batch.zeroPages());
        tree.number(BodyNames.RESENT_PAGES, batch.resentPages());
        tree.number(BodyNames.UNCHANGED_PAGES, batch.unchangedPages());
        tree.endObject();
    }

    /** Returns whether some were left out. */
    private static boolean ranges(TreeWriter tree, List<BatchInfo.PfnRange> ranges, @Nullable Long total, Cut cut) {
        int written = Math.min(ranges.size(), cut.ranges());
        tree.name(BodyNames.PFN_RANGES);
        tree.startArray();
        for (int i = 0; i < written; i++) {
            BatchInfo.PfnRange range = ranges.get(i);
            tree.startArray();
            tree.number(range.first());
            tree.number(range.last());
            tree.endArray();
        }
        tree.endArray();
        tree.number(BodyNames.PFN_RANGES_TOTAL, total);
        return total == null || written < total;
    }

    private static void types(TreeWriter tree, BatchInfo.PageTypes types) {
        tree.object(BodyNames.TYPES);
        count(tree, BodyNames.NORMAL, types.normal());
        count(tree, BodyNames.L1TAB, types.l1tab());
        count(tree, BodyNames.L2TAB, types.l2tab());
        count(tree, BodyNames.L3TAB, types.l3tab());
        count(tree, BodyNames.L4TAB, types.l4tab());
        count(tree, BodyNames.PINNED, types.pinned());
        count(tree, BodyNames.BROKEN, types.broken());
        count(tree, BodyNames.XALLOC, types.xalloc());
        count(tree, BodyNames.XTAB, types.xtab());
        tree.endObject();
    }

    private static void count(TreeWriter tree, SerializedString name, long value) {
        if (value != 0) {
            tree.number(name, value);
        }
    }

    static void compressed(TreeWriter tree, CompressedInfo compressed) {
        tree.object(Names.COMPRESSED);
        tree.number(BodyNames.PAGES, compressed.pages());
        tree.number(BodyNames.FULL, compressed.full());
        tree.number(BodyNames.DELTA, compressed.delta());
        tree.number(BodyNames.EMPTY, compressed.empty());
        tree.number(BodyNames.WIRE_BYTES, compressed.wireBytes());
        tree.number(BodyNames.RAW_BYTES, compressed.rawBytes());
        tree.decimal(BodyNames.RATIO, DecimalText.ratio(compressed.rawBytes(), compressed.wireBytes()));
        tree.number(BodyNames.LITERAL_WORDS, compressed.literalWords());
        tree.number(BodyNames.SKIPPED_WORDS, compressed.skippedWords());
        if (compressed.batchFirst() != null && compressed.batchLast() != null) {
            tree.name(BodyNames.BATCHES);
            tree.startArray();
            tree.number(compressed.batchFirst().longValue());
            tree.number(compressed.batchLast().longValue());
            tree.endArray();
        }
        tree.number(BodyNames.PFN_FIRST, compressed.pfnFirst());
        tree.number(BodyNames.PFN_LAST, compressed.pfnLast());
        tree.endObject();
    }
}
