package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The chunks, checkpoints and end of legacy samples against what an independent parser found in them;
 * {@code samples/check-legacy} compares yet more.
 */
class LegacyTruthTest {

    private static final long PFN = 0x0fff_ffffL;

    private static final Map<String, String> ELEMENTS = Map.of(
            "p2m_size", "P2M_SIZE",
            "extinfo_header", "EXTENDED_INFO",
            "p2m_frame_list", "P2M_FRAME_LIST",
            "END_OF_BODY", "END",
            "HVM_MAGIC_PFNS", "MAGIC_PFNS",
            "PV_UNMAPPED_PFNS", "UNMAPPED_PFNS",
            "PV_VCPU_CONTEXT", "VCPU_CONTEXT",
            "PV_SHARED_INFO", "SHARED_INFO");

    /** What the parser tells as chunks of their own is part of the element before. */
    private static final Set<String> PARTS = Set.of("extinfo_block", "PV_VCPU_EXTENDED", "PV_VCPU_XSAVE");

    /** A framing element, with what is told of its content. */
    record Row(String type, long offset, long end, long checkpoint, String content) {}

    static List<Path> truths() {
        return Samples.truths();
    }

    @ParameterizedTest
    @MethodSource("truths")
    void agrees(Path file, @TempDir Path folder) throws IOException {
        JsonNode truth = new ObjectMapper().readTree(Files.readString(file));
        String stream = file.toString().replace(".truth.json", ".bin.xz");
        Path out = folder.resolve("events");
        int exit = Xenscope.run("decode", "--out", "file:" + out, stream);
        assertThat(exit).isLessThan(ExitStatus.UNUSABLE.code());
        String ndjson = Files.readString(out);
        Events.assertValid(ndjson);
        Events.assertOrderly(ndjson);

        List<JsonNode> events = Events.parse(ndjson);
        assertThat(ours(events)).isEqualTo(theirs(truth));
        boolean remus = truth.get("remus").asInt() == 1;
        List<String> ends = new ArrayList<>();
        truth.get("checkpoints")
                .forEach(one -> ends.add(one.get("end").asLong() + " "
                        + one.get("pages_with_data").asLong()));
        assertThat(checkpoints(events)).isEqualTo(remus ? ends : List.of());

        JsonNode end = events.get(events.size() - 1).get("xenscope");
        assertThat(end.get("outcome").asString()).isEqualTo(remus ? "failover" : "complete");
        assertThat(end.at("/totals/bytes").asLong())
                .isEqualTo(truth.get("stream_bytes").asLong());
        assertThat(end.at("/totals/expert/error").asInt()).isZero();
        assertThat(end.at("/migration/toolstack_width").asInt())
                .isEqualTo(8 * truth.get("toolstack_ulong_bytes").asInt());
        assertThat(end.at("/migration/guest").asString())
                .isEqualTo(truth.get("guest").asString().replaceAll("\\d", ""));
        assertThat(end.at("/migration/guest_width").asInt(0))
                .isEqualTo(8 * truth.get("guest_width").asInt(0));
    }

    private static List<String> checkpoints(List<JsonNode> events) {
        List<String> ends = new ArrayList<>();
        for (JsonNode event : events) {
            JsonNode own = event.get("xenscope");
            if (Events.action(event).equals("checkpoint")) {
                long end = own.get("offset").asLong() + own.get("length").asLong();
                ends.add(end + " " + own.at("/checkpoint/pages").asLong());
            }
        }
        return ends;
    }

    private static List<Row> theirs(JsonNode truth) {
        List<Row> rows = new ArrayList<>();
        for (JsonNode chunk : truth.get("chunks")) {
            String kind = chunk.get("kind").asString();
            long end = chunk.get("end").asLong();
            if (PARTS.contains(kind)) {
                Row row = rows.remove(rows.size() - 1);
                assertThat(chunk.get("off").asLong()).isEqualTo(row.end());
                rows.add(new Row(row.type(), row.offset(), end, row.checkpoint(), row.content()));
            } else {
                rows.add(new Row(
                        ELEMENTS.getOrDefault(kind, kind) + " "
                                + chunk.path("id").asLong(0),
                        chunk.get("off").asLong(),
                        end,
                        chunk.get("ckpt").asLong(),
                        theirContent(kind, chunk)));
            }
        }
        return rows;
    }

    private static String theirContent(String kind, JsonNode chunk) {
        return switch (kind) {
            case "BATCH" ->
                String.format(
                        "count=%d pages=%d inline=%b pfns=%x-%x %s",
                        chunk.get("count").asLong(),
                        chunk.get("pages_with_data").asLong(),
                        chunk.get("inline_data").asBoolean(),
                        chunk.get("first").asLong() & PFN,
                        chunk.get("last").asLong() & PFN,
                        types(chunk.get("entry_types")));
            case "COMPRESSED_DATA" ->
                String.format(
                        "size=%d pages=%d full=%d delta=%d empty=%d pfns=%x-%x",
                        chunk.get("size").asLong(),
                        chunk.get("pages").asLong(),
                        chunk.at("/kinds/FULL").asLong(),
                        chunk.at("/kinds/DELTA").asLong(),
                        chunk.at("/kinds/EMPTY").asLong(),
                        chunk.get("first_pfn").asLong() & PFN,
                        chunk.get("last_pfn").asLong() & PFN);
            case "QEMU_RECORD" ->
                chunk.get("sig").asString() + " " + chunk.get("size").asLong();
            case "VCPU_INFO" -> chunk.get("max_vcpu_id").asString();
            default -> chunk.has("value") ? Long.toHexString(chunk.get("value").asLong()) : "";
        };
    }

    /** Entries by type, under the names of the events. */
    private static Map<String, Long> types(JsonNode nibbles) {
        Map<String, Long> types = new TreeMap<>();
        nibbles.properties().forEach(one -> {
            int nibble = Integer.parseInt(one.getKey(), 16);
            long count = one.getValue().asLong();
            int level = nibble & 7;
            boolean table = level >= 1 && level <= 4;
            String other = switch (nibble) {
                case 0xd -> "broken";
                case 0xe -> "xalloc";
                case 0xf -> "xtab";
                default -> "normal";
            };
            types.merge(table ? "l" + level + "tab" : other, count, Long::sum);
            if (table && nibble > 8) {
                types.merge("pinned", count, Long::sum);
            }
        });
        return types;
    }

    private static List<Row> ours(List<JsonNode> events) {
        List<Row> rows = new ArrayList<>();
        long checkpoint = 1;
        for (JsonNode event : events) {
            JsonNode own = event.get("xenscope");
            String action = Events.action(event);
            if (action.equals("checkpoint")) {
                checkpoint = own.at("/checkpoint/epoch").asLong() + 1;
            } else if (action.matches("record|batch")) {
                long offset = own.get("offset").asLong();
                rows.add(new Row(
                        own.at("/record/type").asString() + " "
                                + own.at("/record/type_id").asLong(0),
                        offset,
                        offset + own.get("length").asLong(),
                        checkpoint,
                        ourContent(own)));
            }
        }
        return rows;
    }

    private static String ourContent(JsonNode own) {
        JsonNode batch = own.path("batch");
        JsonNode pages = own.path("compressed");
        JsonNode fields = own.at("/record/fields");
        return switch (own.at("/record/type").asString()) {
            case "BATCH" ->
                String.format(
                        "count=%d pages=%d inline=%b pfns=%x-%x %s",
                        batch.get("pfn_count").asLong(),
                        batch.get("pages").asLong(),
                        !batch.has("data"),
                        batch.get("pfn_first").asLong(),
                        batch.get("pfn_last").asLong(),
                        named(batch.get("types")));
            case "COMPRESSED_DATA" ->
                String.format(
                        "size=%d pages=%d full=%d delta=%d empty=%d pfns=%x-%x",
                        pages.get("wire_bytes").asLong(),
                        pages.get("pages").asLong(),
                        pages.get("full").asLong(),
                        pages.get("delta").asLong(),
                        pages.get("empty").asLong(),
                        pages.get("pfn_first").asLong(),
                        pages.get("pfn_last").asLong());
            case "QEMU_RECORD" ->
                fields.get("signature").asString() + " " + fields.get("length").asLong();
            case "VCPU_INFO" -> fields.get("max_vcpu_id").asString();
            case "P2M_SIZE" -> Long.toHexString(fields.get("p2m_size").asLong());
            default -> fields.path("value").asString("").replaceFirst("0x", "");
        };
    }

    private static Map<String, Long> named(JsonNode counts) {
        Map<String, Long> types = new TreeMap<>();
        counts.properties()
                .forEach(one -> types.put(one.getKey(), one.getValue().asLong()));
        return types;
    }
}
