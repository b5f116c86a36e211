package io.xenscope.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.Layer;
import io.xenscope.dissect.event.BatchInfo;
import io.xenscope.dissect.event.BatchSeen;
import io.xenscope.dissect.event.CheckpointEnd;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.Origin;
import io.xenscope.dissect.event.Progress;
import io.xenscope.dissect.event.RecordInfo;
import io.xenscope.dissect.event.RecordSeen;
import io.xenscope.dissect.event.RoundEnd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NdjsonSinkTest {
    private static final String HEAD = "{\"@timestamp\":\"2023-11-14T22:13:20.123456789Z\",\"event\":{\"kind\":\"%s\","
            + "\"category\":[\"network\"],\"type\":[\"%s\"],\"action\":\"%s\",\"dataset\":\"xenscope.%s\","
            + "\"id\":\"e-7\",\"sequence\":7},\"message\":\"a message\",";
    private static final String RULE = "\"rule\":{\"id\":\"PGD-004\",\"name\":\"pfn_out_of_range\"},";
    private static final String ORIGIN = "\"ecs\":{\"version\":\"8.17.0\"},\"file\":{\"path\":\"/var/tmp/image.bin\"},"
            + "\"observer\":{\"product\":\"xenscope\",\"version\":\"0.1.0\",\"type\":\"sniffer\"},";
    private static final String UNPLACED = "\"xenscope\":{\"schema\":\"1.0\",\"migration\":{\"id\":\"m-1\"},";
    private static final String PLACED =
            UNPLACED + "\"direction\":\"forward\",\"layer\":\"libxc\",\"offset\":64,\"length\":40,";

    private static String head(String kind, String type, String action) {
        return HEAD.formatted(kind, type, action, action);
    }

    private static String line(String sample) {
        return Lines.encode(SampleEvents.all().get(sample));
    }

    @Test
    void migrationStart() {
        assertThat(line("migration.start"))
                .isEqualTo(head("event", "start", "migration.start") + ORIGIN
                        + "\"xenscope\":{\"schema\":\"1.0\",\"migration\":{\"id\":\"m-1\",\"mode\":\"live\","
                        + "\"toolstack\":\"xl\",\"carrier\":\"xl-pipe\",\"format\":\"libxc-v2\","
                        + "\"guest\":\"unknown\"}}}");
    }

    @Test
    void record() {
        assertThat(line("record"))
                .isEqualTo(head("event", "info", "record") + ORIGIN + PLACED
                        + "\"record\":{\"index\":3,\"type\":\"HVM_PARAMS\",\"type_id\":10,\"body_length\":24,"
                        + "\"fields\":{\"count\":2,\"handle\":\"0xabcdef\"}}}}");
    }

    @Test
    void recordWithEveryMember() {
        Event event = SampleEvents.event(new RecordSeen(new RecordInfo(
                0,
                "0x80000002",
                -2147483646L,
                24,
                9,
                true,
                SampleEvents.record("X").fields())));
        assertThat(Lines.encode(event))
                .endsWith("\"record\":{\"index\":0,\"type\":\"0x80000002\",\"type_id\":-2147483646,"
                        + "\"body_length\":24,\"missed_bytes\":9,\"optional\":true}}}");
    }

    @Test
    void batch() {
        assertThat(line("batch"))
                .isEqualTo(head("event", "info", "batch") + ORIGIN + PLACED
                        + "\"record\":{\"index\":3,\"type\":\"PAGE_DATA\",\"type_id\":10,\"body_length\":24},"
                        + "\"batch\":{\"index\":2,\"round\":1,\"pfn_count\":8,\"pages\":6,\"data_bytes\":24576,"
                        + "\"pfn_first\":0,\"pfn_last\":9,\"pfn_ranges\":[[0,3],[10,13]],\"pfn_ranges_total\":2,"
                        + "\"types\":{\"normal\":5,\"l4tab\":1,\"pinned\":1,\"xalloc\":2},\"zero_pages\":101,"
                        + "\"resent_pages\":4}}}");
    }

    @Test
    void batchOfWhichLittleWasSeen() {
        BatchInfo batch = new BatchInfo(2, 1, null, null, null, null, null, null, 0L, null, null, null, null, false);
        assertThat(Lines.encode(SampleEvents.event(new BatchSeen(SampleEvents.record("BATCH"), batch, null))))
                .endsWith("\"batch\":{\"index\":2,\"round\":1}}}");
    }

    @Test
    void compressedBatch() {
        assertThat(line("compressed"))
                .isEqualTo(head("event", "info", "batch") + ORIGIN + PLACED
                        + "\"record\":{\"index\":3,\"type\":\"COMPRESSED_DATA\",\"type_id\":10,\"body_length\":24},"
                        + "\"batch\":{\"index\":5,\"round\":2,\"pfn_count\":3,\"pages\":3,\"data\":\"compressed\","
                        + "\"data_bytes\":0,\"pfn_first\":7,\"pfn_last\":9,\"pfn_ranges\":[[0,3]],"
                        + "\"pfn_ranges_total\":1},\"compressed\":{\"pages\":3,\"full\":1,\"delta\":1,\"empty\":1,"
                        + "\"wire_bytes\":4200,\"raw_bytes\":12288,\"ratio\":2.926,\"literal_words\":1050,"
                        + "\"skipped_words\":9,\"batches\":[4,5],\"pfn_first\":7,\"pfn_last\":9}}}");
    }

    @Test
    void round() {
        assertThat(line("round"))
                .isEqualTo(head("metric", "info", "round") + ORIGIN + PLACED
                        + "\"round\":{\"index\":0,\"kind\":\"live\",\"boundary\":\"certain\",\"pages\":10,"
                        + "\"distinct_pfns\":9,\"resent_pages\":1,\"zero_pages\":2,\"bytes\":40960,"
                        + "\"duration_ns\":7,\"bytes_per_s\":1234.6,\"pages_per_s\":10.0,"
                        + "\"dirty_pages_per_s\":0.0}}}");
    }

    @Test
    void roundWithoutTimesOrWithImpossibleRates() {
        Event event = SampleEvents.event(
                new RoundEnd(0, "final", false, 1, 1, 0, null, 4, null, Double.NaN, Double.POSITIVE_INFINITY, null));
        assertThat(Lines.encode(event))
                .contains("\"boundary\":\"inferred\"")
                .endsWith("\"resent_pages\":0,\"bytes\":4}}}");
    }

    @Test
    void checkpoint() {
        assertThat(line("checkpoint"))
                .isEqualTo(head("metric", "info", "checkpoint") + ORIGIN + PLACED
                        + "\"checkpoint\":{\"epoch\":2,\"interval_ns\":200000000,\"pages\":3,\"raw_bytes\":12288,"
                        + "\"wire_bytes\":4200,\"ratio\":2.926,\"full\":1,\"delta\":1,\"empty\":1}}}");
        assertThat(Lines.encode(SampleEvents.event(new CheckpointEnd(1, null, 0, 0, 0, null, null, null))))
                .endsWith("\"checkpoint\":{\"epoch\":1,\"pages\":0,\"raw_bytes\":0,\"wire_bytes\":0}}}");
    }

    @Test
    void gap() {
        assertThat(line("gap"))
                .isEqualTo(head("event", "info", "gap") + ORIGIN + PLACED
                        + "\"gap\":{\"missing\":10,\"cause\":\"snaplen\",\"inside\":\"PAGE_DATA\","
                        + "\"resume_offset\":900,\"resume\":\"payload\",\"skipped\":5}}}");
    }

    @ParameterizedTest
    @CsvSource({"note,event,info", "warn,alert,info", "error,alert,error"})
    void expert(String severity, String kind, String type) {
        assertThat(line(severity))
                .isEqualTo(head(kind, type, "expert") + RULE + ORIGIN + PLACED
                        + "\"expert\":{\"code\":\"PGD-004\",\"severity\":\"" + severity
                        + "\",\"text\":\"found 9, expected 8\",\"spec\":\"stream-v2 4.3\",\"record_index\":3}}}");
    }

    @Test
    void progress() {
        assertThat(line("progress"))
                .isEqualTo(head("metric", "info", "progress") + ORIGIN + UNPLACED
                        + "\"progress\":{\"bytes\":1,\"records\":2,\"pages\":3,\"rounds\":4,\"checkpoints\":5}}}");
    }

    @Test
    void migrationEnd() {
        assertThat(line("migration.end"))
                .isEqualTo(head("event", "end", "migration.end") + ORIGIN
                        + "\"xenscope\":{\"schema\":\"1.0\",\"migration\":{\"id\":\"m-1\",\"correlation\":\"c-1\",\"mode\":\"remus\","
                        + "\"toolstack\":\"xend\",\"carrier\":\"xend-plain\",\"format\":\"legacy\",\"guest\":\"pv\","
                        + "\"guest_width\":64,\"toolstack_width\":32,\"xen_version\":\"4.17\",\"page_size\":4096,"
                        + "\"p2m_size\":262144,\"domain\":{\"name\":\"web-1\",\"uuid\":\"4f2c\"}},"
                        + "\"totals\":{\"bytes\":9000,\"wire_bytes\":4000,\"records\":12,\"batches\":2,\"rounds\":1,\"checkpoints\":0,"
                        + "\"pages\":8,\"distinct_pfns\":6,\"resent_pages\":2,\"resent_bytes\":8192,"
                        + "\"zero_pages\":1,\"missed_bytes\":0,\"duration_ns\":5000000,"
                        + "\"downtime_ns\":{\"min\":1000,\"max\":2000,\"basis\":\"STATIC_DATA_END..END\"},"
                        + "\"expert\":{\"note\":3,\"warn\":2,\"error\":1},"
                        + "\"by_type\":{\"PAGE_DATA\":{\"count\":2,\"bytes\":8000}}},"
                        + "\"outcome\":\"failover\",\"reason\":\"ended after epoch 2\"}}");
    }

    @Test
    void pipelineDrop() {
        assertThat(line("pipeline.drop"))
                .isEqualTo(head("pipeline_error", "error", "pipeline.drop") + ORIGIN + UNPLACED
                        + "\"drop\":{\"events\":2,\"bytes\":300,\"reasons\":{\"queue_full\":2}}}}");
    }

    @Test
    void networkInputWithLabelsAndHost() {
        OutputOptions options =
                Lines.OPTIONS.withLabels(Map.of("site", "north \"1\"")).withObserver("proxy", "host-a");
        Event event = SampleEvents.event(
                SampleEvents.WIRE,
                new Event.Place(Direction.BACK, Layer.XL, 0, 54),
                SampleEvents.all().get("record").body());
        assertThat(Lines.encode(event, options))
                .contains("\"ecs\":{\"version\":\"8.17.0\"},\"source\":{\"ip\":\"192.0.2.1\",\"port\":40000},"
                        + "\"destination\":{\"ip\":\"192.0.2.2\",\"port\":8002},"
                        + "\"network\":{\"transport\":\"tcp\",\"type\":\"ipv4\",\"community_id\":\""
                        + CommunityId.of(SampleEvents.WIRE.source(), SampleEvents.WIRE.destination())
                        + "\",\"protocol\":\"xen-migration\"},"
                        + "\"observer\":{\"product\":\"xenscope\",\"version\":\"0.1.0\",\"type\":\"proxy\","
                        + "\"hostname\":\"host-a\"},\"labels\":{\"site\":\"north \\\"1\\\"\"},\"xenscope\":"
                        + "{\"schema\":\"1.0\",\"migration\":{\"id\":\"m-2\"},\"direction\":\"back\"");
    }

    @Test
    void originsDoNotMixWhenMigrationsInterleave() throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (NdjsonSink sink = new NdjsonSink(octets, Lines.OPTIONS)) {
            for (int i = 0; i < 1000; i++) {
                Origin origin = new Origin("m-" + i % 300, null, null, "/file-" + i % 300);
                sink.accept(SampleEvents.event(origin, null, new Progress(1, 1, 1, 1, 1)));
            }
        }
        List<String> lines = octets.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(1000);
        for (int i = 0; i < 1000; i++) {
            assertThat(lines.get(i))
                    .contains("\"path\":\"/file-" + i % 300 + "\"")
                    .contains("\"migration\":{\"id\":\"m-" + i % 300 + "\"}");
        }
    }

    @Test
    void brokenStreamReachesTheCaller() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        NdjsonSink sink = new NdjsonSink(closed, Lines.OPTIONS);
        Event event = SampleEvents.all().get("batch");
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1000; i++) {
                        sink.accept(event);
                    }
                })
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("Broken pipe");
        assertThatThrownBy(sink::flush).isInstanceOf(IOException.class);
    }
}
