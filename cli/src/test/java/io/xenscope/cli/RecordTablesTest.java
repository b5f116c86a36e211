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

    /** A record, with what is said of its pages. */
    record Row(String layer, long offset, long type, long total, String pages) {
        Row movedBy(long octets) {
            return new Row(layer, offset - octets, type, total, pages);
        }
    }

    static List<Path> samples() {
        return Samples.withRecordTable();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void agreesWithTheTable(Path sample, @TempDir Path folder) throws IOException {
        Path out = folder.resolve("events");
        int exit = Xenscope.run("decode", "--out", "file:" + out, sample.toString());
        assertThat(exit).isLessThan(ExitStatus.UNUSABLE.code());
        String ndjson = Files.readString(out);
        Events.assertValid(ndjson);
        Events.assertOrderly(ndjson);

        List<Row> ours = rows(Events.parse(ndjson));
        List<Row> truth = table(Samples.recordTable(sample));
        if (ours.get(0).type() < 0
                && ours.get(0).layer().equals("libxc")
                && truth.get(0).layer().equals("libxl")) {
            // The capture begins with the image; the table is about the whole stream.
            List<Row> image = truth.subList(2, truth.size());
            long missed = image.get(0).offset();
            truth = image.stream().map(row -> row.movedBy(missed)).toList();
        }
        if (sample.toString().contains("abort")) {
            // The receiver was killed before it read all the capture shows; its table ends there.
            ours = ours.subList(0, truth.size());
        }
        assertThat(ours).isEqualTo(truth);
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
                rows.add(new Row(
                        own.get("layer").asString(),
                        own.get("offset").asLong(),
                        own.at("/record/type_id").asLong(-1),
                        own.get("length").asLong(),
                        batch == null ? "" : pages(batch)));
            }
        }
        return rows;
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
            rows.add(new Row(columns[2], Long.parseLong(columns[1]), type, Long.parseLong(columns[6]), pages));
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
