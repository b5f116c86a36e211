package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * The libxl and libxc records of every sample against its record table, which an independent parser wrote, and the
 * contract's rules of order on all of its events.
 */
class RecordTablesTest {

    private static final Map<String, String> TYPES = Map.of(
            "NOTAB", "normal", "L1", "l1tab", "L2", "l2tab", "L3", "l3tab", "L4", "l4tab", "BROKEN", "broken", "XALLOC",
            "xalloc", "XTAB", "xtab");

    /** A record, with what is said of its pages; {@code lossy} when octets of it are missing. */
    record Row(String layer, long offset, long type, long total, String pages, boolean lossy) {

        /** True when the other one, of the table, is the same; where octets are missing, as far as it can be known. */
        boolean agreesWith(Row table) {
            boolean same =
                    layer.equals(table.layer) && offset == table.offset && type == table.type && total == table.total;
            List<String> told = List.of(table.pages.split("[ -]"));
            return same
                    && (lossy
                            ? pages.isEmpty() || told.containsAll(List.of(pages.split("[ -]")))
                            : pages.equals(table.pages));
        }

        Row movedBy(long octets) {
            return new Row(layer, offset - octets, type, total, pages, lossy);
        }
    }

    static List<Path> samples() {
        return Samples.withRecordTable();
    }

    @ParameterizedTest
    @MethodSource("samples")
    @Execution(ExecutionMode.CONCURRENT)
    void agreesWithTheTable(Path sample, @TempDir Path folder) throws IOException {
        Path out = folder.resolve("events");
        int exit = Xenscope.run("decode", "--out", "file:" + out, sample.toString());
        assertThat(exit).isLessThan(ExitStatus.UNUSABLE.code());
        String ndjson = Files.readString(out);
        Events.assertValid(ndjson);
        Events.assertOrderly(ndjson);

        List<JsonNode> events = Events.parse(ndjson);
        List<Row> ours = rows(events);
        List<Row> truth = table(Samples.recordTable(sample));
        if (sample.toString().contains("abort")) {
            // The receiver was killed before it read all the capture shows; its table ends there.
            ours = ours.subList(0, truth.size());
        }
        long missed = missedBefore(ours, truth);
        Map<Long, Row> left = new TreeMap<>();
        truth.forEach(row -> left.put(row.offset() - missed, row.movedBy(missed)));
        for (Row mine : ours) {
            Row theirs = left.remove(mine.offset());
            assertThat(theirs).as("in the table: %s", mine).isNotNull();
            assertThat(mine.agreesWith(theirs)).as("%s, %s", mine, theirs).isTrue();
        }
        // What is not decoded was not captured.
        List<JsonNode> gaps = events.stream().filter(RecordTablesTest::isLoss).toList();
        assertThat(left.values())
                .allMatch(row -> row.offset() < 0 || gaps.stream().anyMatch(gap -> holds(gap, row)));
    }

    /** Octets of the table's stream before the first one captured, by the first record that occurs only once in it. */
    private static long missedBefore(List<Row> ours, List<Row> truth) {
        for (Row mine : ours) {
            List<Row> same = truth.stream()
                    .filter(row -> mine.agreesWith(row.movedBy(row.offset() - mine.offset())))
                    .toList();
            if (same.size() == 1 || same.stream().anyMatch(row -> row.offset() == mine.offset())) {
                return same.size() == 1 ? same.get(0).offset() - mine.offset() : 0;
            }
        }
        return 0;
    }

    /** A gap of which octets are missing, rather than one inside a record. */
    private static boolean isLoss(JsonNode event) {
        return event.at("/event/action").asString().equals("gap")
                && event.at("/xenscope/direction").asString().equals("forward")
                && event.at("/xenscope/gap/missing").asLong() > 0
                && !event.at("/xenscope/gap/resume").asString().equals("payload");
    }

    private static boolean holds(JsonNode gap, Row row) {
        long start = gap.at("/xenscope/offset").asLong();
        return start <= row.offset()
                && row.offset() < start + gap.at("/xenscope/length").asLong();
    }

    /** The direction to the receiver of the first migration. */
    private static List<Row> rows(List<JsonNode> events) {
        List<Row> rows = new ArrayList<>();
        String first = events.get(0).at("/xenscope/migration/id").asString();
        for (JsonNode event : events) {
            JsonNode own = event.get("xenscope");
            boolean framed = event.at("/event/action").asString().matches("record|batch");
            boolean wanted = own.at("/migration/id").asString().equals(first)
                    && own.path("direction").asString("").equals("forward")
                    && own.path("layer").asString("").matches("libxl|libxc");
            if (framed && wanted) {
                JsonNode batch = own.get("batch");
                boolean lossy = own.at("/record").has("missed_bytes");
                rows.add(new Row(
                        own.get("layer").asString(),
                        own.get("offset").asLong(),
                        own.at("/record/type_id").asLong(-1),
                        own.get("length").asLong(),
                        batch == null ? "" : lossy ? known(batch) : pages(batch),
                        lossy));
            }
        }
        return rows;
    }

    /** What is told of a batch of which octets are missing. */
    private static String known(JsonNode batch) {
        List<String> parts = new ArrayList<>();
        if (batch.has("pfn_count")) {
            parts.add("count=" + batch.get("pfn_count").asLong());
        }
        if (batch.has("pages")) {
            parts.add("data=" + batch.get("pages").asLong());
        }
        if (batch.has("pfn_first")) {
            parts.add("pfns=" + Long.toHexString(batch.get("pfn_first").asLong()));
        }
        return String.join(" ", parts);
    }

    private static String pages(JsonNode batch) {
        Map<String, Long> types = new TreeMap<>();
        batch.get("types")
                .properties()
                .forEach(type -> types.put(type.getKey(), type.getValue().asLong()));
        return String.format(
                "count=%d data=%d zero=%d pfns=%x-%x %s",
                batch.get("pfn_count").asLong(),
                batch.get("pages").asLong(),
                batch.get("zero_pages").asLong(),
                batch.get("pfn_first").asLong(),
                batch.get("pfn_last").asLong(),
                types);
    }

    private static List<Row> table(Path file) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String[] columns = line.split("\t", -1);
            if (!columns[2].matches("libxl|libxc")) {
                continue;
            }
            long type = columns[3].equals("-") ? -1 : Long.decode(columns[3]);
            String pages = columns[4].equals("PAGE_DATA") ? tablePages(columns[7]) : "";
            rows.add(new Row(columns[2], Long.parseLong(columns[1]), type, Long.parseLong(columns[6]), pages, false));
        }
        return rows;
    }

    private static String tablePages(String detail) {
        Map<String, String> values = new HashMap<>();
        for (String part : detail.split(" ")) {
            values.put(part.substring(0, part.indexOf('=')), part.substring(part.indexOf('=') + 1));
        }
        Map<String, Long> types = new TreeMap<>();
        for (String type : values.get("types").split(",")) {
            String name = type.substring(0, type.indexOf(':'));
            long count = Long.parseLong(type.substring(type.indexOf(':') + 1));
            boolean pinned = name.matches("L[1-4]P");
            types.merge(TYPES.get(pinned ? name.substring(0, 2) : name), count, Long::sum);
            if (pinned) {
                types.merge("pinned", count, Long::sum);
            }
        }
        String[] pfns = values.get("pfns").replace("0x", "").split("-");
        return String.format(
                "count=%s data=%s zero=%s pfns=%s-%s %s",
                values.get("count"), values.get("data"), values.get("zero"), pfns[0], pfns[1], types);
    }
}
