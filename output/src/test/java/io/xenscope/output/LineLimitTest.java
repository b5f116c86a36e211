package io.xenscope.output;

import static io.xenscope.output.SampleEvents.field;
import static io.xenscope.output.SampleEvents.leaf;
import static io.xenscope.output.SampleEvents.number;
import static io.xenscope.output.SampleEvents.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.Layer;
import io.xenscope.dissect.event.BatchInfo;
import io.xenscope.dissect.event.BatchSeen;
import io.xenscope.dissect.event.CompressedInfo;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.MigrationInfo;
import io.xenscope.dissect.event.Origin;
import io.xenscope.dissect.event.Outcome;
import io.xenscope.dissect.event.PipelineDrop;
import io.xenscope.dissect.event.RecordInfo;
import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.event.Totals;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.output.OutputOptions.Detail;
import io.xenscope.output.OutputOptions.Pfns;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LineLimitTest {
    private static final String LONG_TEXT = "\u00e4\uD83D\uDE00\"\u0001".repeat(10_000);

    private static Value.Items numbers(int count) {
        return new Value.Items(
                IntStream.range(0, count).mapToObj(i -> leaf(number(i))).toList(), count);
    }

    private static Event wide(int members) {
        return record(IntStream.range(0, members)
                .mapToObj(i -> field("m" + i, number(i)))
                .toArray(Fields.Field[]::new));
    }

    private static Event nested() {
        List<Value> objects = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            objects.add(new Fields(List.of(field("id", number(i)), field("list", numbers(50)))));
        }
        Value value = new Value.Items(objects, 500);
        for (int i = 0; i < 30; i++) {
            value = new Fields(List.of(field("inner", value), field("n", number(i))));
        }
        return record(field("deep", value), field("text", new Data.Text("x".repeat(1000))));
    }

    /** Everything as large as its type allows, texts without end. */
    private static Event largestBatch() {
        long max = Long.MAX_VALUE;
        Origin origin = new Origin(
                "0123456789abcdef0123456789abcdef",
                SampleEvents.endpoint("2001:db8:1111:2222:3333:4444:5555:6666", 65535),
                SampleEvents.endpoint("2001:db8:1111:2222:3333:4444:5555:7777", 65535),
                LONG_TEXT);
        RecordInfo record = new RecordInfo(
                max, LONG_TEXT, Long.MIN_VALUE, max, max, true, new Fields(List.of(field("a", numbers(9)))));
        BatchInfo.PageTypes types = new BatchInfo.PageTypes(max, max, max, max, max, max, max, max, max);
        BatchInfo batch = new BatchInfo(
                max, max, max, max, max, max, max, SampleEvents.ranges(100), max, types, max, max, max, false);
        CompressedInfo compressed = new CompressedInfo(max, max, max, max, max, max, max, max, max, max, max, max);
        return new Event(
                origin,
                "0123456789abcdef0123456789abcdef",
                max,
                max,
                new Event.Place(Direction.FORWARD, Layer.LIBVIRT, max, max),
                LONG_TEXT,
                new BatchSeen(record, batch, compressed));
    }

    private static Event largestEnd() {
        Map<String, Totals.TypeTotal> byType = new LinkedHashMap<>();
        for (int i = 0; i < 1000; i++) {
            byType.put("TYPE_" + i, new Totals.TypeTotal(Long.MAX_VALUE, Long.MAX_VALUE));
        }
        MigrationInfo migration = new MigrationInfo(
                LONG_TEXT,
                "unknown",
                "unknown",
                LONG_TEXT,
                "libxc-v2",
                "unknown",
                64,
                64,
                LONG_TEXT,
                4096,
                1L << 52,
                LONG_TEXT,
                LONG_TEXT);
        return SampleEvents.event(
                new MigrationEnd(migration, SampleEvents.totals(byType), Outcome.UNRECOGNISED, LONG_TEXT));
    }

    private static List<Event> large() {
        Map<String, Long> reasons = new LinkedHashMap<>();
        for (int i = 0; i < 3000; i++) {
            reasons.put("reason_" + i, (long) i);
        }
        return List.of(
                record(field("a", number(1)), field("list", numbers(100_000)), field("z", number(2))),
                wide(20_000),
                nested(),
                record(field("text", new Data.Text(LONG_TEXT)), field("more", new Data.Secret(LONG_TEXT))),
                SampleEvents.batchEvent(5000),
                largestBatch(),
                largestEnd(),
                SampleEvents.event(new ExpertInfo(LONG_TEXT, LONG_TEXT, Severity.ERROR, LONG_TEXT, LONG_TEXT, 1L)),
                SampleEvents.event(new PipelineDrop(1, 1, reasons)));
    }

    @Test
    void everyLineFitsEveryLimit() {
        List<Event> events = large();
        for (int limit = 2048; limit <= 20_000; limit += 997) {
            OutputOptions plain = Lines.OPTIONS.withMaxEventBytes(limit);
            OutputOptions full =
                    plain.withDetail(Detail.FULL).withPfns(Pfns.FULL).withShowConfig(true);
            for (Event event : events) {
                // Lines checks that the line fits and is valid.
                Lines.encode(event, plain);
                Lines.encode(event, plain.withLabels(Map.of("k", "v".repeat(limit / 16 - 30))));
                Lines.encode(event, full);
            }
        }
    }

    @Test
    void lineAtTheLimitIsNotCut() {
        Event event = record(field("text", new Data.Text("x".repeat(3000))), field("list", numbers(100)));
        int whole = Lines.encode(event).getBytes(StandardCharsets.UTF_8).length;
        assertThat(Lines.encode(event, Lines.OPTIONS.withMaxEventBytes(whole))).doesNotContain("truncated");
        assertThat(Lines.encode(event, Lines.OPTIONS.withMaxEventBytes(whole - 1)))
                .contains("\"list_total\":100", "\"truncated\":true");
    }

    @Test
    void arraysAreCutToTheLongestHeadThatFits() {
        Event event = record(field("a", number(1)), field("list", numbers(100_000)), field("z", number(2)));
        String line = Lines.encode(event);
        assertThat(Lines.at(line, "xenscope.record.fields.list_total")).isEqualTo(100_000L);
        assertThat(Lines.at(line, "xenscope.record.fields.z")).isEqualTo(2L);
        assertThat(Lines.at(line, "xenscope.record.truncated")).isEqualTo(true);
        assertThat(line.length()).isBetween(16_384 - 6, 16_384);
    }

    @Test
    void membersAreLeftOutFromTheEnd() {
        String line = Lines.encode(wide(20_000));
        assertThat(line).contains("\"m0\":0,\"m1\":1,").endsWith("},\"truncated\":true}}}");
        assertThat(line.length()).isBetween(16_384 - 14, 16_384);
    }

    @Test
    void rangesAre64UnlessAllAreAskedFor() {
        String usual = Lines.encode(SampleEvents.batchEvent(65));
        assertThat((List<?>) Lines.at(usual, "xenscope.batch.pfn_ranges")).hasSize(64);
        assertThat(usual).contains("\"pfn_ranges_total\":65,\"truncated\":true");
        assertThat(Lines.encode(SampleEvents.batchEvent(64))).doesNotContain("truncated");
        OutputOptions all = Lines.OPTIONS.withPfns(Pfns.FULL);
        assertThat(Lines.encode(SampleEvents.batchEvent(65), all)).doesNotContain("truncated");
        String cut = Lines.encode(SampleEvents.batchEvent(5000), all);
        assertThat(cut).contains("\"pfn_ranges_total\":5000,\"truncated\":true");
        assertThat(cut.length()).isBetween(16_384 - 14, 16_384);
    }

    @Test
    void addedRangesGiveWayToFields() {
        RecordInfo record = SampleEvents.record("PAGE_DATA", field("list", numbers(1000)));
        Event event =
                SampleEvents.event(new BatchSeen(record, SampleEvents.batch(SampleEvents.ranges(5000), 5000), null));
        String line = Lines.encode(event, Lines.OPTIONS.withPfns(Pfns.FULL));
        assertThat((List<?>) Lines.at(line, "xenscope.record.fields.list")).hasSize(1000);
        assertThat((List<?>) Lines.at(line, "xenscope.batch.pfn_ranges")).hasSizeGreaterThan(64);
    }

    @Test
    void messagesHaveAtMost200CodePoints() {
        Event tooLong = new Event(
                SampleEvents.FILE,
                "e",
                0,
                0,
                null,
                "\uD83D\uDE00".repeat(300),
                largestEnd().body());
        String message = (String) Lines.at(Lines.encode(tooLong), "message");
        assertThat(message).isEqualTo("\uD83D\uDE00".repeat(199) + "\u2026");
        Event fitting = new Event(
                SampleEvents.FILE,
                "e",
                0,
                0,
                null,
                "\uD83D\uDE00".repeat(200),
                largestEnd().body());
        assertThat(Lines.at(Lines.encode(fitting), "message")).isEqualTo("\uD83D\uDE00".repeat(200));
    }

    @Test
    void textsAreShortenedLast() {
        String line =
                Lines.encode(SampleEvents.event(new ExpertInfo("C-1", "name", Severity.WARN, LONG_TEXT, "spec", null)));
        assertThat((String) Lines.at(line, "xenscope.expert.text"))
                .endsWith("\u2026")
                .hasSizeGreaterThan(5000);
        assertThat(Lines.at(line, "rule.id")).isEqualTo("C-1");
    }

    @Test
    void mapsAreCutWithTheirTotal() {
        Map<String, Totals.TypeTotal> byType = new LinkedHashMap<>();
        for (int i = 0; i < 1000; i++) {
            byType.put("TYPE_" + i, new Totals.TypeTotal(1, 1));
        }
        Event end = SampleEvents.event(
                new MigrationEnd(SampleEvents.MIGRATION, SampleEvents.totals(byType), Outcome.COMPLETE, "end seen"));
        assertThat(Lines.at(Lines.encode(end), "xenscope.totals.by_type_total")).isEqualTo(1000L);
        assertThat(Lines.encode(end, Lines.OPTIONS.withMaxEventBytes(1 << 17))).doesNotContain("_total", "truncated");
        assertThat(Lines.at(Lines.encode(end), "xenscope.totals.truncated")).isEqualTo(true);
    }

    @Test
    void cutLinesDoNotDisturbTheNext() {
        OutputOptions options = Lines.OPTIONS.withMaxEventBytes(2048);
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        NdjsonSink sink = new NdjsonSink(octets, options);
        Event small = SampleEvents.all().get("record");
        for (Event event : large()) {
            sink.accept(event);
            sink.accept(small);
        }
        assertThat(octets.size()).isZero();
        try {
            sink.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> lines = octets.toString(StandardCharsets.UTF_8).lines().toList();
        for (int i = 1; i < lines.size(); i += 2) {
            assertThat(lines.get(i)).isEqualTo(Lines.encode(small));
        }
    }

    @Test
    void optionsRefuseWhatLeavesNoRoom() {
        assertThatThrownBy(() -> Lines.OPTIONS.withMaxEventBytes(2047)).hasMessageContaining("2048");
        assertThatThrownBy(() -> Lines.OPTIONS.withLabels(Map.of("k", "v".repeat(3000))))
                .hasMessageContaining("labels");
        assertThatThrownBy(() -> Lines.OPTIONS.withObserver("bridge", null)).hasMessageContaining("bridge");
    }
}
