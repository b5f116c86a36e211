package io.xenscope.output;

import static io.xenscope.output.SampleEvents.field;
import static io.xenscope.output.SampleEvents.leaf;
import static io.xenscope.output.SampleEvents.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.Layer;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.EventBody;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.RecordSeen;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.output.OutputOptions.Detail;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TextSinkTest {
    private static final long START = 1_700_000_000_000_000_000L;

    private static String text(OutputOptions options, Event... events) {
        return text(options, false, events);
    }

    private static String text(OutputOptions options, boolean coloured, Event... events) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (TextSink sink = new TextSink(octets, options, coloured)) {
            for (Event event : events) {
                sink.accept(event);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return octets.toString(StandardCharsets.UTF_8);
    }

    private static Event at(long sequence, long time, Event.@Nullable Place place, String message, EventBody body) {
        return new Event(SampleEvents.FILE, "e", sequence, START + time, place, message, body);
    }

    @Test
    void oneAlignedLinePerEvent() {
        assertThat(text(
                        Lines.OPTIONS,
                        at(
                                0,
                                0,
                                null,
                                "xl stream",
                                SampleEvents.all().get("migration.start").body()),
                        at(
                                1,
                                1_234_567_891L,
                                new Event.Place(Direction.FORWARD, Layer.LIBXC, 64, 40),
                                "two params",
                                SampleEvents.all().get("record").body()),
                        at(
                                2,
                                -1000,
                                new Event.Place(Direction.BACK, Layer.XL, 0, 54),
                                "late\u001b[0m",
                                SampleEvents.all().get("error").body()),
                        at(
                                3,
                                61_000_000_000L,
                                null,
                                "",
                                SampleEvents.all().get("migration.end").body())))
                .isEqualTo("""
                             0    0.000000                        migration.start                      xl stream
                             1    1.234567 \u2192          64  libxc   HVM_PARAMS                       40  two params
                             2   -0.000001 \u2190           0  xl      [error]                          54  late\\u001b[0m
                             3   61.000000                        migration.end
                        """);
    }

    @Test
    void whatHasAColumnIsNotSaidAgain() {
        Event.Place place = new Event.Place(Direction.FORWARD, Layer.LIBXC, 64, 40);
        EventBody body = SampleEvents.all().get("record").body();
        assertThat(text(
                        Lines.OPTIONS,
                        at(0, 0, place, "HVM_PARAMS: count 2, 40 octets", body),
                        at(1, 0, place, "HVM_PARAMS, 40 octets", body),
                        at(2, 0, place, "HVM_PARAMS_OLD, 140 octets", body)))
                .isEqualTo("""
                             0    0.000000 \u2192          64  libxc   HVM_PARAMS                       40  count 2
                             1    0.000000 \u2192          64  libxc   HVM_PARAMS                       40
                             2    0.000000 \u2192          64  libxc   HVM_PARAMS                       40  HVM_PARAMS_OLD, 140 octets
                        """);
    }

    @Test
    void coloursChangeNothingElse() {
        Event[] all = SampleEvents.all().values().toArray(Event[]::new);
        for (Detail detail : Detail.values()) {
            OutputOptions options = Lines.OPTIONS.withDetail(detail);
            String coloured = text(options, true, all);
            assertThat(coloured).contains("\u001b[31m", "\u001b[33m", "\u001b[1mHVM_PARAMS\u001b[0m ");
            assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(text(options, all));
            assertThat(coloured.lines())
                    .allSatisfy(
                            line -> assertThat(line.lastIndexOf("\u001b[0m")).isEqualTo(line.lastIndexOf('\u001b')));
        }
    }

    @Test
    void aLineHasTheColourOfItsSeverityOrOutcome() {
        assertThat(text(Lines.OPTIONS, true, SampleEvents.all().get("error"))).startsWith("\u001b[31m ");
        assertThat(text(Lines.OPTIONS, true, SampleEvents.all().get("warn"))).startsWith("\u001b[33m ");
        assertThat(text(Lines.OPTIONS, true, SampleEvents.all().get("note"))).startsWith("\u001b[36m ");
        assertThat(text(Lines.OPTIONS, true, SampleEvents.all().get("migration.end")))
                .startsWith("\u001b[1;33m ");
    }

    @Test
    void timeStartsAgainAfterTheEnd() {
        Event end = at(
                3,
                5_000_000_000L,
                null,
                "",
                SampleEvents.all().get("migration.end").body());
        assertThat(text(Lines.OPTIONS, end, end).lines()).hasSize(2).allMatch(line -> line.contains(" 0.000000"));
    }

    @Test
    void fullDetailHasATreeBelow() {
        Fields fields = new Fields(List.of(
                field("marker", new Value.Leaf(new Data.Hex(255), 64, 8, "all\nones")),
                field("config", new Data.Secret("hunter2")),
                field("list", new Value.Items(List.of(leaf(number(1)), new Fields(List.of())), 9))));
        Event event = at(
                1,
                0,
                new Event.Place(Direction.FORWARD, Layer.LIBXC, 64, 40),
                "m",
                new RecordSeen(SampleEvents.record("X", fields.members().toArray(Fields.Field[]::new))));
        assertThat(text(Lines.OPTIONS.withDetail(Detail.FULL), event)).endsWith("""
                            migration
                                id: m-1
                            record
                                index: 3
                                type: X
                                type_id: 10
                                body_length: 24
                                fields
                                    marker: 0xff  [64+8]  all\\u000aones
                                    list (9)
                                        0: 1  [72+8]
                                        1
                                        and 7 more

                        """);
        assertThat(text(Lines.OPTIONS.withDetail(Detail.FULL).withShowConfig(true), event))
                .contains("config: hunter2  [72+8]\n");
    }

    @Test
    void bitFieldsAndLabelsInTheTree() {
        Value.Leaf entry = new Value.Leaf(
                new Data.Hex(0x130),
                8,
                8,
                "vector=0x30 mode=1",
                List.of(new Value.Bits("vector", 0, 8, 0x30, null), new Value.Bits("mode", 8, 1, 1, "logical")));
        Fields fields = new Fields(List.of(
                field("pins", new Value.Items(List.of(entry), 1, "pin")),
                field("rax", new Data.Guarded(new Data.Hex(77)))));
        Event event = at(
                1,
                0,
                new Event.Place(Direction.FORWARD, Layer.LIBXC, 64, 40),
                "m",
                new RecordSeen(SampleEvents.record("X", fields.members().toArray(Fields.Field[]::new))));
        assertThat(text(Lines.OPTIONS.withDetail(Detail.FULL), event)).endsWith("""
                                    pins (1)
                                        pin 0: 0x130  [8+8]  vector=0x30 mode=1
                                            vector: 48  [bit 0 to 7]
                                            mode: 1  [bit 8]  logical

                        """);
        assertThat(text(Lines.OPTIONS.withDetail(Detail.FULL).withShowBytes(true), event))
                .contains("rax: 0x4d  [");
    }

    @Test
    void everyKindOfEventCanBeShown() {
        Event[] all = SampleEvents.all().values().toArray(Event[]::new);
        assertThat(text(Lines.OPTIONS, all).lines()).hasSize(all.length);
        assertThat(text(Lines.OPTIONS.withDetail(Detail.FULL), all))
                .contains("    batch\n", "        pfn_ranges: [[0, 3], [10, 13]]\n", "    outcome: failover\n");
        assertThat(text(Lines.OPTIONS.withDetail(Detail.FULL), SampleEvents.batchEvent(64)))
                .doesNotContain("in all");
    }
}
