package io.xenscope.output;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.Layer;
import io.xenscope.dissect.event.BatchInfo;
import io.xenscope.dissect.event.BatchSeen;
import io.xenscope.dissect.event.CheckpointEnd;
import io.xenscope.dissect.event.CompressedInfo;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.EventBody;
import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.GapSeen;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.MigrationInfo;
import io.xenscope.dissect.event.MigrationStart;
import io.xenscope.dissect.event.Origin;
import io.xenscope.dissect.event.Outcome;
import io.xenscope.dissect.event.PipelineDrop;
import io.xenscope.dissect.event.Progress;
import io.xenscope.dissect.event.RecordInfo;
import io.xenscope.dissect.event.RecordSeen;
import io.xenscope.dissect.event.RoundEnd;
import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.event.Totals;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.event.Value.Data;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Events of every kind. */
final class SampleEvents {
    static final Origin FILE = new Origin("m-1", null, null, "/var/tmp/image.bin");
    static final Origin WIRE = new Origin("m-2", endpoint("192.0.2.1", 40000), endpoint("192.0.2.2", 8002), null);
    static final MigrationInfo MIGRATION = new MigrationInfo(
            null, "live", "xl", "xl-pipe", "libxc-v2", "unknown", null, null, null, null, null, null, null);
    static final MigrationInfo WHOLE_MIGRATION = new MigrationInfo(
            "c-1", "remus", "xend", "xend-plain", "legacy", "pv", 64, 32, "4.17", 4096, 262_144L, "web-1", "4f2c");

    private SampleEvents() {}

    static Endpoint endpoint(String address, int port) {
        try {
            return new Endpoint(InetAddress.getByName(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Event event(Origin origin, Event.@Nullable Place place, EventBody body) {
        return new Event(origin, "e-7", 7, 1_700_000_000_123_456_789L, place, "a message", body);
    }

    static Event event(EventBody body) {
        boolean unplaced = body instanceof MigrationStart
                || body instanceof MigrationEnd
                || body instanceof Progress
                || body instanceof PipelineDrop;
        return event(FILE, unplaced ? null : new Event.Place(Direction.FORWARD, Layer.LIBXC, 64, 40), body);
    }

    static Event record(Fields.Field... fields) {
        return event(new RecordSeen(record("HVM_PARAMS", fields)));
    }

    static RecordInfo record(String type, Fields.Field... fields) {
        return new RecordInfo(3, type, 0xaL, 24, 0, false, new Fields(List.of(fields)));
    }

    static Fields.Field field(String name, Value value) {
        return new Fields.Field(name, value);
    }

    static Fields.Field field(String name, Data data) {
        return field(name, leaf(data));
    }

    static Value leaf(Data data) {
        return new Value.Leaf(data, 72, 8, null);
    }

    static Data number(long value) {
        return new Data.Numeric(value);
    }

    static BatchInfo batch(List<BatchInfo.PfnRange> ranges, long total) {
        return new BatchInfo(
                2,
                1,
                8L,
                6L,
                24_576L,
                0L,
                9L,
                ranges,
                total,
                new BatchInfo.PageTypes(5, 0, 0, 0, 1, 1, 0, 2, 0),
                101L,
                4L,
                null,
                false);
    }

    static List<BatchInfo.PfnRange> ranges(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new BatchInfo.PfnRange(10L * i, 10L * i + 3))
                .toList();
    }

    static Event batchEvent(int ranges) {
        return event(new BatchSeen(record("PAGE_DATA"), batch(ranges(ranges), ranges), null));
    }

    static BatchSeen compressedBatch() {
        BatchInfo batch = new BatchInfo(5, 2, 3L, 3L, null, 7L, 9L, ranges(1), 1L, null, null, null, null, true);
        return new BatchSeen(
                record("COMPRESSED_DATA"),
                batch,
                new CompressedInfo(3, 1, 1, 1, 4200, 12_288, 1050, 9, 4L, 5L, 7L, 9L));
    }

    static Totals totals(Map<String, Totals.TypeTotal> byType) {
        return new Totals(
                9000,
                4000L,
                12,
                2,
                1,
                0,
                8,
                6,
                2,
                8192,
                1L,
                0,
                5_000_000L,
                new Totals.Downtime(1000, 2000L, "STATIC_DATA_END..END"),
                3,
                2,
                1,
                byType);
    }

    static ExpertInfo expert(Severity severity) {
        return new ExpertInfo("PGD-004", "pfn_out_of_range", severity, "found 9, expected 8", "stream-v2 4.3", 3L);
    }

    /** An event of every kind, each with as much as it can say. */
    static Map<String, Event> all() {
        Map<String, Event> all = new LinkedHashMap<>();
        all.put("migration.start", event(new MigrationStart(MIGRATION)));
        all.put("record", record(field("count", number(2)), field("handle", new Data.Hex(0xABCDEFL))));
        all.put("batch", batchEvent(2));
        all.put("compressed", event(compressedBatch()));
        all.put("round", event(new RoundEnd(0, "live", true, 10, 9, 1, 2L, 40_960, 7L, 1234.56, 10.0, 0.04)));
        all.put("checkpoint", event(new CheckpointEnd(2, 200_000_000L, 3, 12_288, 4200, 1L, 1L, 1L)));
        all.put("gap", event(new GapSeen(10, GapCause.SNAPLEN, "PAGE_DATA", 900L, GapSeen.Resume.PAYLOAD, 5)));
        all.put("note", event(expert(Severity.NOTE)));
        all.put("warn", event(expert(Severity.WARN)));
        all.put("error", event(expert(Severity.ERROR)));
        all.put("progress", event(new Progress(1, 2, 3, 4, 5)));
        all.put(
                "migration.end",
                event(new MigrationEnd(
                        WHOLE_MIGRATION,
                        totals(Map.of("PAGE_DATA", new Totals.TypeTotal(2, 8000))),
                        Outcome.FAILOVER,
                        "ended after epoch 2")));
        all.put("pipeline.drop", event(new PipelineDrop(2, 300, Map.of("queue_full", 2L))));
        return all;
    }
}
