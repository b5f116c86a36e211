package io.xenscope.output;

import io.xenscope.dissect.event.Totals;
import java.util.Map;

/** {@code xenscope.totals}. */
final class TotalsWriter {
    private TotalsWriter() {}

    static void totals(TreeWriter tree, Totals totals, Cut cut) {
        tree.object(Names.TOTALS);
        tree.number(BodyNames.BYTES, totals.bytes());
        tree.number(BodyNames.WIRE_BYTES, totals.wireBytes());
        tree.number(BodyNames.RECORDS, totals.records());
        tree.number(BodyNames.BATCHES, totals.batches());
        tree.number(BodyNames.ROUNDS, totals.rounds());
        tree.number(BodyNames.CHECKPOINTS, totals.checkpoints());
        tree.number(BodyNames.PAGES, totals.pages());
        tree.number(BodyNames.DISTINCT_PFNS, totals.distinctPfns());
        tree.number(BodyNames.RESENT_PAGES, totals.resentPages());
        tree.number(BodyNames.RESENT_BYTES, totals.resentBytes());
        tree.number(BodyNames.ZERO_PAGES, totals.zeroPages());
        tree.number(BodyNames.MISSED_BYTES, totals.missedBytes());
        tree.number(BodyNames.DURATION_NS, totals.durationNs());
        if (totals.downtime() != null) {
            downtime(tree, totals.downtime(), cut);
        }
        BodyWriter.pace(tree, totals.pace());
        tree.object(Names.EXPERT);
        tree.number(BodyNames.NOTE, totals.notes());
        tree.number(BodyNames.WARN, totals.warnings());
        tree.number(BodyNames.ERROR, totals.errors());
        tree.endObject();
        byType(tree, totals.byType(), cut);
        tree.endObject();
    }

    private static void downtime(TreeWriter tree, Totals.Downtime downtime, Cut cut) {
        tree.object(BodyNames.DOWNTIME_NS);
        tree.number(BodyNames.MIN, downtime.min());
        tree.number(BodyNames.MAX, downtime.max());
        tree.name(BodyNames.BASIS);
        tree.text(Texts.clean(downtime.basis(), cut.text()));
        tree.endObject();
    }

    private static void byType(TreeWriter tree, Map<String, Totals.TypeTotal> byType, Cut cut) {
        tree.object(BodyNames.BY_TYPE);
        int left = cut.members();
        for (Map.Entry<String, Totals.TypeTotal> entry : byType.entrySet()) {
            if (left-- == 0) {
                break;
            }
            tree.name(Texts.clean(entry.getKey(), cut.text()));
            tree.startObject();
            tree.number(BodyNames.COUNT, entry.getValue().count());
            tree.number(BodyNames.BYTES, entry.getValue().bytes());
            tree.endObject();
        }
        tree.endObject();
        if (byType.size() > cut.members()) {
            tree.number(BodyNames.BY_TYPE_TOTAL, byType.size());
            BodyWriter.truncated(tree);
        }
    }
}
