package io.xenscope.dissect.migration;

import io.xenscope.dissect.event.BatchInfo;
import io.xenscope.dissect.event.CheckpointEnd;
import io.xenscope.dissect.event.CompressedInfo;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.GapSeen;
import io.xenscope.dissect.event.MigrationInfo;
import io.xenscope.dissect.event.Progress;
import io.xenscope.dissect.event.RoundEnd;
import io.xenscope.dissect.event.Totals;
import io.xenscope.dissect.event.Value;
import org.jspecify.annotations.Nullable;

/** The one line for people that each event carries. */
final class Messages {

    /** Characters after which no further field is told. */
    private static final int TELLING = 90;

    /** Texts up to this length are told. */
    private static final int SHORT = 40;

    private Messages() {}

    static String start(MigrationInfo info) {
        return "Migration recognised: carrier " + info.carrier();
    }

    static String progress(Progress progress) {
        String epochs = progress.checkpoints() == 0 ? "" : ", " + count(progress.checkpoints(), "epoch");
        return "So far " + octets(progress.bytes()) + ", " + count(progress.records(), "record") + ", "
                + count(progress.pages(), "page") + ", " + count(progress.rounds(), "round") + epochs;
    }

    /** The type, and what its first fields say. */
    static String record(Element element, Fields fields) {
        StringBuilder text = new StringBuilder(element.type());
        String separator = ": ";
        for (Fields.Field field : fields.members()) {
            String value = value(field.value());
            if (value != null && !field.name().startsWith("reserved") && text.length() < TELLING) {
                text.append(separator).append(field.name()).append(' ').append(value);
                separator = ", ";
            }
        }
        return text + ", " + octets(element.length()) + missed(element.missed());
    }

    private static @Nullable String value(Value value) {
        if (value instanceof Value.Items items) {
            return "× " + items.total();
        }
        if (!(value instanceof Value.Leaf leaf)) {
            return null;
        }
        // Bit fields would make the line depend on how deep was looked.
        String meaning = leaf.text() == null || !leaf.bits().isEmpty() ? "" : " (" + leaf.text() + ")";
        Value.Data data = leaf.data();
        if (data instanceof Value.Data.Numeric number) {
            return number.value() + meaning;
        }
        if (data instanceof Value.Data.Hex hex) {
            return "0x" + Long.toHexString(hex.value()) + meaning;
        }
        return data instanceof Value.Data.Text text && text.value().length() <= SHORT ? text.value() + meaning : null;
    }

    static String batch(Element element, BatchInfo batch) {
        if (batch.pages() == null || batch.pfnCount() == null) {
            return element.type() + ", entries not all seen" + missed(element.missed());
        }
        String from = batch.pfnFirst() == null ? "" : ", PFN 0x" + Long.toHexString(batch.pfnFirst());
        String to = batch.pfnLast() == null ? " on" : " to 0x" + Long.toHexString(batch.pfnLast());
        String range = from.isEmpty() ? "" : from + to;
        String zero = batch.zeroPages() == null ? "" : ", " + batch.zeroPages() + " zero";
        String resent =
                batch.resentPages() == null || batch.resentPages() == 0 ? "" : ", " + batch.resentPages() + " resent";
        return element.type() + ", round " + batch.round() + ", " + batch.pfnCount() + " entries" + range + ", "
                + batch.pages() + " pages" + zero + resent + missed(element.missed());
    }

    static String compressed(Element element, CompressedInfo chunk) {
        return element.type() + ": " + count(chunk.pages(), "page") + " (" + chunk.full() + " full, " + chunk.delta()
                + " delta, " + chunk.empty() + " empty), " + octets(element.length()) + missed(element.missed());
    }

    static String round(RoundEnd round) {
        String zero = round.zeroPages() == null ? "" : ", " + round.zeroPages() + " zero";
        return "Round " + round.index() + " (" + round.kind() + "): " + round.pages() + " pages, " + round.resentPages()
                + " resent" + zero;
    }

    static String checkpoint(CheckpointEnd checkpoint) {
        return "Checkpoint " + checkpoint.epoch() + " complete: " + checkpoint.pages() + " pages, "
                + octets(checkpoint.wireBytes());
    }

    static String gap(GapSeen gap) {
        GapSeen.Proof proof = gap.proof();
        String found = proof == null ? "" : "; decoding goes on at " + gap.resumeOffset() + " (" + proof(proof) + ")";
        return lost(gap) + found;
    }

    private static String lost(GapSeen gap) {
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

    /** How the place to go on was proven. */
    static String proof(GapSeen.Proof proof) {
        String method = switch (proof.method()) {
            case "chain" -> "a chain of headers too long for any record";
            case "chain_to_end" -> "a chain of headers to the end";
            default -> "a chain of headers to the next loss";
        };
        return method + ", " + proof.confidence();
    }

    static String end(String outcome, String reason, Totals totals) {
        return "Migration " + outcome + ": " + reason + "; " + count(totals.pages(), "page") + " in "
                + count(totals.rounds(), "round") + ", " + octets(totals.bytes());
    }

    private static String octets(long count) {
        return count(count, "octet");
    }

    private static String count(long number, String thing) {
        return number == 1 ? "1 " + thing : number + " " + thing + "s";
    }

    private static String missed(long missed) {
        return missed == 0 ? "" : ", " + octets(missed) + " missing";
    }
}
