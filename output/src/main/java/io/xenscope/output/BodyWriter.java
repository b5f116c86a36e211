package io.xenscope.output;

import io.xenscope.dissect.Pace;
import io.xenscope.dissect.event.BatchSeen;
import io.xenscope.dissect.event.CheckpointEnd;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.EventBody;
import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.dissect.event.GapSeen;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.MigrationInfo;
import io.xenscope.dissect.event.MigrationStart;
import io.xenscope.dissect.event.PipelineDrop;
import io.xenscope.dissect.event.Progress;
import io.xenscope.dissect.event.RecordInfo;
import io.xenscope.dissect.event.RecordSeen;
import io.xenscope.dissect.event.RoundEnd;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;

/** The objects under {@code xenscope} that say what happened. */
final class BodyWriter {
    private static final SerializedString CERTAIN = new SerializedString("certain");
    private static final SerializedString INFERRED = new SerializedString("inferred");

    private final OutputOptions options;

    BodyWriter(OutputOptions options) {
        this.options = options;
    }

    /** Writes which migration the event belongs to; the first and the last tell all that is known of it. */
    void migration(TreeWriter tree, Event event, Cut cut) {
        tree.object(Names.MIGRATION);
        tree.name(Names.ID);
        tree.text(event.origin().migrationId());
        if (event.body() instanceof MigrationStart start) {
            migrationInfo(tree, start.migration(), cut);
        } else if (event.body() instanceof MigrationEnd end) {
            migrationInfo(tree, end.migration(), cut);
        }
        tree.endObject();
    }

    /** Writes the members that belong to the kind of event. */
    void write(TreeWriter tree, EventBody body, Cut cut) {
        if (body instanceof RecordSeen seen) {
            record(tree, seen.record(), cut);
        } else if (body instanceof BatchSeen seen) {
            record(tree, seen.record(), cut);
            BatchWriter.batch(tree, seen.batch(), cut);
            if (seen.compressed() != null) {
                BatchWriter.compressed(tree, seen.compressed());
            }
        } else if (body instanceof RoundEnd round) {
            round(tree, round);
        } else if (body instanceof CheckpointEnd checkpoint) {
            checkpoint(tree, checkpoint);
        } else if (body instanceof GapSeen gap) {
            gap(tree, gap, cut);
        } else if (body instanceof ExpertInfo expert) {
            expert(tree, expert, cut);
        } else if (body instanceof Progress progress) {
            progress(tree, progress);
        } else if (body instanceof MigrationEnd end) {
            TotalsWriter.totals(tree, end.totals(), cut);
            word(tree, Names.OUTCOME, end.outcome().text());
            text(tree, Names.REASON, end.reason(), cut);
        } else if (body instanceof PipelineDrop drop) {
            drop(tree, drop, cut);
        }
    }

    private static void migrationInfo(TreeWriter tree, MigrationInfo migration, Cut cut) {
        textIfKnown(tree, BodyNames.CORRELATION, migration.correlation(), cut);
        word(tree, BodyNames.MODE, migration.mode());
        word(tree, BodyNames.TOOLSTACK, migration.toolstack());
        text(tree, BodyNames.CARRIER, migration.carrier(), cut);
        if (migration.format() != null) {
            word(tree, BodyNames.FORMAT, migration.format());
        }
        word(tree, BodyNames.GUEST, migration.guest());
        number(tree, BodyNames.GUEST_WIDTH, migration.guestWidth());
        number(tree, BodyNames.TOOLSTACK_WIDTH, migration.toolstackWidth());
        textIfKnown(tree, BodyNames.XEN_VERSION, migration.xenVersion(), cut);
        number(tree, BodyNames.PAGE_SIZE, migration.pageSize());
        tree.number(BodyNames.P2M_SIZE, migration.p2mSize());
        if (migration.domainName() != null || migration.domainUuid() != null) {
            tree.object(BodyNames.DOMAIN);
            textIfKnown(tree, Names.NAME, migration.domainName(), cut);
            textIfKnown(tree, BodyNames.UUID, migration.domainUuid(), cut);
            tree.endObject();
        }
    }

    private void record(TreeWriter tree, RecordInfo record, Cut cut) {
        tree.object(Names.RECORD);
        tree.number(BodyNames.INDEX, record.index());
        text(tree, Names.TYPE, record.type(), cut);
        tree.number(BodyNames.TYPE_ID, record.typeId());
        tree.number(BodyNames.BODY_LENGTH, record.bodyLength());
        if (record.missedBytes() != 0) {
            tree.number(BodyNames.MISSED_BYTES, record.missedBytes());
        }
        if (record.optional()) {
            tree.name(BodyNames.OPTIONAL);
            tree.flag(true);
        }
        if (options.detail() != OutputOptions.Detail.SUMMARY
                && !record.fields().members().isEmpty()) {
            FieldsWriter fields = new FieldsWriter(tree, options, cut);
            tree.name(BodyNames.FIELDS);
            if (fields.write(record.fields())) {
                truncated(tree);
            }
        }
        tree.endObject();
    }

    private static void round(TreeWriter tree, RoundEnd round) {
        tree.object(Names.ROUND);
        tree.number(BodyNames.INDEX, round.index());
        word(tree, Names.KIND, round.kind());
        tree.constant(BodyNames.BOUNDARY, round.boundaryCertain() ? CERTAIN : INFERRED);
        tree.number(BodyNames.PAGES, round.pages());
        tree.number(BodyNames.DISTINCT_PFNS, round.distinctPfns());
        tree.number(BodyNames.RESENT_PAGES, round.resentPages());
        tree.number(BodyNames.ZERO_PAGES, round.zeroPages());
        tree.number(BodyNames.BYTES, round.bytes());
        tree.number(BodyNames.DURATION_NS, round.durationNs());
        tree.decimal(BodyNames.BYTES_PER_S, DecimalText.of(round.bytesPerSecond(), 1));
        tree.decimal(BodyNames.PAGES_PER_S, DecimalText.of(round.pagesPerSecond(), 1));
        tree.decimal(BodyNames.DIRTY_PAGES_PER_S, DecimalText.of(round.dirtyPagesPerSecond(), 1));
        pace(tree, round.pace());
        tree.endObject();
    }

    static void pace(TreeWriter tree, @Nullable Pace pace) {
        if (pace != null) {
            tree.object(BodyNames.PACE);
            tree.number(BodyNames.WATCHED_NS, pace.watchedNs());
            tree.number(BodyNames.BLOCKED_READ_NS, pace.readNs());
            tree.number(BodyNames.BLOCKED_WRITE_NS, pace.writeNs());
            tree.number(BodyNames.HELD_NS, pace.heldNs());
            tree.endObject();
        }
    }

    private static void checkpoint(TreeWriter tree, CheckpointEnd checkpoint) {
        tree.object(Names.CHECKPOINT);
        tree.number(BodyNames.EPOCH, checkpoint.epoch());
        tree.number(BodyNames.INTERVAL_NS, checkpoint.intervalNs());
        tree.number(BodyNames.PAGES, checkpoint.pages());
        tree.number(BodyNames.RAW_BYTES, checkpoint.rawBytes());
        tree.number(BodyNames.WIRE_BYTES, checkpoint.wireBytes());
        tree.decimal(BodyNames.RATIO, DecimalText.ratio(checkpoint.rawBytes(), checkpoint.wireBytes()));
        tree.number(BodyNames.FULL, checkpoint.full());
        tree.number(BodyNames.DELTA, checkpoint.delta());
        tree.number(BodyNames.EMPTY, checkpoint.empty());
        tree.endObject();
    }

    private static void gap(TreeWriter tree, GapSeen gap, Cut cut) {
        tree.object(Names.GAP);
        tree.number(BodyNames.MISSING, gap.missing());
        word(tree, BodyNames.CAUSE, gap.cause().text());
        textIfKnown(tree, BodyNames.INSIDE, gap.inside(), cut);
        tree.number(BodyNames.RESUME_OFFSET, gap.resumeOffset());
        word(tree, BodyNames.RESUME, gap.resume().text());
        tree.number(BodyNames.SKIPPED, gap.skipped());
        GapSeen.Proof proof = gap.proof();
        if (proof != null) {
            word(tree, BodyNames.METHOD, proof.method());
            word(tree, BodyNames.CONFIDENCE, proof.confidence());
        }
        tree.endObject();
    }

    private static void expert(TreeWriter tree, ExpertInfo expert, Cut cut) {
        tree.object(Names.EXPERT);
        text(tree, BodyNames.CODE, expert.code(), cut);
        word(tree, BodyNames.SEVERITY, expert.severity().text());
        text(tree, BodyNames.TEXT, expert.text(), cut);
        text(tree, BodyNames.SPEC, expert.spec(), cut);
        tree.number(BodyNames.RECORD_INDEX, expert.recordIndex());
        tree.endObject();
    }

    private static void progress(TreeWriter tree, Progress progress) {
        tree.object(Names.PROGRESS);
        tree.number(BodyNames.BYTES, progress.bytes());
        tree.number(BodyNames.RECORDS, progress.records());
        tree.number(BodyNames.PAGES, progress.pages());
        tree.number(BodyNames.ROUNDS, progress.rounds());
        tree.number(BodyNames.CHECKPOINTS, progress.checkpoints());
        tree.endObject();
    }

    private static void drop(TreeWriter tree, PipelineDrop drop, Cut cut) {
        tree.object(Names.DROP);
        tree.number(BodyNames.EVENTS, drop.events());
        tree.number(BodyNames.BYTES, drop.bytes());
        tree.object(BodyNames.REASONS);
        int left = cut.members();
        for (Map.Entry<String, Long> reason : drop.reasons().entrySet()) {
            if (left-- == 0) {
                break;
            }
            tree.name(Texts.clean(reason.getKey(), cut.text()));
            tree.number(reason.getValue().longValue());
        }
        tree.endObject();
        if (drop.reasons().size() > cut.members()) {
            tree.number(BodyNames.REASONS_TOTAL, drop.reasons().size());
            truncated(tree);
        }
        tree.endObject();
    }

    static void truncated(TreeWriter tree) {
        tree.name(BodyNames.TRUNCATED);
        tree.flag(true);
    }

    private static void number(TreeWriter tree, SerializedString name, @Nullable Integer value) {
        if (value != null) {
            tree.number(name, value.longValue());
        }
    }

    /** A word of a closed vocabulary. */
    private static void word(TreeWriter tree, SerializedString name, String value) {
        tree.name(name);
        tree.text(value);
    }

    private static void text(TreeWriter tree, SerializedString name, String value, Cut cut) {
        tree.name(name);
        tree.text(Texts.clean(value, cut.text()));
    }

    private static void textIfKnown(TreeWriter tree, SerializedString name, @Nullable String value, Cut cut) {
        if (value != null) {
            text(tree, name, value, cut);
        }
    }
}
