package io.xenscope.dissect.migration;

import io.xenscope.dissect.event.BatchInfo;
import io.xenscope.dissect.event.CheckpointEnd;
import io.xenscope.dissect.event.GapSeen;
import io.xenscope.dissect.event.MigrationInfo;
import io.xenscope.dissect.event.RoundEnd;
import io.xenscope.dissect.event.Totals;

/** The one line for people that each event carries. */
final class Messages {

    private Messages() {}

    static String start(MigrationInfo info) {
        return "Migration recognised: carrier " + info.carrier();
    }

    static String record(Element element) {
        return element.type() + ", " + octets(element.length()) + missed(element.missed());
    }

    static String batch(Element element, BatchInfo batch) {
        if (batch.pages() == null || batch.pfnCount() == null) {
            return element.type() + ", entries not all seen" + missed(element.missed());
        }
        String range = batch.pfnFirst() == null || batch.pfnLast() == null
                ? ""
                : ", PFN 0x" + Long.toHexString(batch.pfnFirst()) + " to 0x" + Long.toHexString(batch.pfnLast());
        String zero = batch.zeroPages() == null ? "" : ", " + batch.zeroPages() + " zero";
        String resent =
                batch.resentPages() == null || batch.resentPages() == 0 ? "" : ", " + batch.resentPages() + " resent";
        return element.type() + ", round " + batch.round() + ", " + batch.pfnCount() + " entries" + range + ", "
                + batch.pages() + " pages" + zero + resent + missed(element.missed());
    }

    static String round(RoundEnd round) {
        return "Round " + round.index() + " (" + round.kind() + "): " + round.pages() + " pages, " + round.resentPages()
                + " resent, " + round.zeroPages() + " zero";
    }

    static String checkpoint(CheckpointEnd checkpoint) {
        return "Checkpoint " + checkpoint.epoch() + " complete: " + checkpoint.pages() + " pages, "
                + octets(checkpoint.wireBytes());
    }

    static String gap(GapSeen gap) {
        String inside = gap.inside() == null ? "" : " inside " + gap.inside();
        return switch (gap.cause()) {
            case UNDECODABLE -> octets(gap.skipped()) + " that belong to nothing that can be decoded";
            case TRUNCATED ->
                "Ends" + inside + ": " + octets(gap.skipped()) + " of it seen, " + gap.missing() + " missing";
            default ->
                octets(gap.missing()) + " missing" + inside + " (" + gap.cause().text() + ")"
                        + (gap.skipped() == 0 ? "" : ", " + gap.skipped() + " more not decoded");
        };
    }

    static String end(String outcome, String reason, Totals totals) {
        return "Migration " + outcome + ": " + reason + "; " + totals.pages() + " pages in " + totals.rounds()
                + " rounds, " + octets(totals.bytes());
    }

    private static String octets(long count) {
        return count == 1 ? "1 octet" : count + " octets";
    }

    private static String missed(long missed) {
        return missed == 0 ? "" : ", " + octets(missed) + " missing";
    }
}
