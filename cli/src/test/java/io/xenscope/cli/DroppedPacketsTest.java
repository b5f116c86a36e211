package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.Direction;
import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.event.BatchSeen;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.RecordInfo;
import io.xenscope.dissect.event.RecordSeen;
import io.xenscope.dissect.input.Dissector;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A clean capture from which packets are taken at random: every record that no hole touches is decoded as its record table
 * has it, so is every PAGE_DATA record of which only page contents are missing, and nothing else is reported as a record.
 * {@code samples/drop-packets} makes more runs of the same.
 */
class DroppedPacketsTest {

    private static final int RUNS = Integer.getInteger("xenscope.drop.runs", 4);
    private static final String SAMPLE = System.getProperty("xenscope.drop.sample", "xen417-migrate-lo-ipv6");
    private static final long SEED = Long.getLong("xenscope.drop.seed", 1);
    private static final DissectOptions OPTIONS = new DissectOptions(
                    false, false, DissectOptions.DEFAULT.limits(), null)
            .withDepth(DissectOptions.Depth.FRAMING);

    /** A record of the table; {@code framed} is the end of its header and, for PAGE_DATA, of its entries. */
    private record Truth(String layer, long offset, long type, long length, long count, long pages, long framed) {
        String header() {
            return layer + " " + type + " " + offset + " " + length;
        }
    }

    private record Hole(long start, long end) {}

    private static final class Figures {
        long untouched;
        long lost;
        long inPages;
        long inPagesLost;
        long wrong;
        long resumed;
        final List<String> examples = new ArrayList<>();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100})
    void recordsOutsideHolesAreDecoded(int packets) throws IOException {
        Path capture = Samples.path("captures/" + SAMPLE + ".pcap.xz");
        List<Segments.Segment> segments = Segments.of(capture);
        List<Truth> table = table(Samples.recordTable(capture));
        Figures figures = new Figures();
        for (int run = 0; run < RUNS; run++) {
            run(segments, table, packets, SEED + run, figures);
        }
        System.out.printf(
                "%d of %d packets dropped, %d runs: %d records untouched, %d of them not decoded; %d with holes in page "
                        + "contents only, %d of them not decoded; framing found again %d times; %d records reported wrongly%n",
                packets,
                segments.size(),
                RUNS,
                figures.untouched,
                figures.lost,
                figures.inPages,
                figures.inPagesLost,
                figures.resumed,
                figures.wrong);
        figures.examples.stream().limit(20).forEach(System.out::println);
        assertThat(figures.wrong).as("wrong records").isZero();
        assertThat(figures.lost).as("untouched records not decoded").isZero();
        assertThat(figures.inPagesLost)
                .as("records lost to holes in page contents")
                .isZero();
    }

    private static void run(List<Segments.Segment> segments, List<Truth> table, int packets, long seed, Figures figures)
            throws IOException {
        Random random = new Random(seed * 1000 + packets);
        boolean[] dropped = new boolean[segments.size()];
        for (int i = 0; i < packets; i++) {
            dropped[random.nextInt(segments.size())] = true;
        }
        List<Hole> holes = new ArrayList<>();
        Map<String, String> reported = new HashMap<>();
        Dissector dissector = new Dissector(OPTIONS, event -> note(event, reported, figures));
        ConnectionInput connection = dissector.connection(null, end(1), end(2), 0, true, null);
        for (int i = 0; i < dropped.length; i++) {
            Segments.Segment segment = segments.get(i);
            if (dropped[i]) {
                holes.add(new Hole(segment.offset(), segment.end()));
                connection.fromFirst().gap(segment.octets().length, GapCause.CAPTURE_LOSS, 0);
            } else {
                connection.fromFirst().bytes(segment.octets(), 0, segment.octets().length, 0);
            }
        }
        connection.fromFirst().end(EndReason.FIN, 0);
        connection.fromSecond().end(EndReason.FIN, 0);
        compare(holes, table, reported, figures, "seed " + seed + ", holes at " + holes);
    }

    private static void compare(
            List<Hole> holes, List<Truth> table, Map<String, String> reported, Figures figures, String where) {
        for (Truth truth : table) {
            boolean touched = touches(holes, truth.offset(), truth.offset() + truth.length());
            boolean framing = touches(holes, truth.offset(), truth.framed());
            String counts = reported.remove(truth.header());
            String expected = truth.count() < 0 ? "" : truth.count() + " " + truth.pages();
            boolean right = expected.equals(counts);
            if (!touched) {
                figures.untouched++;
                figures.lost += right ? 0 : 1;
            } else if (!framing) {
                figures.inPages++;
                figures.inPagesLost += right ? 0 : 1;
            }
            if (!framing && !right && figures.examples.size() < 20) {
                figures.examples.add("not decoded: " + truth + "; " + where);
            }
        }
        figures.wrong += reported.size();
        if (!reported.isEmpty() && figures.examples.size() < 20) {
            figures.examples.add("wrong: " + reported + "; " + where);
        }
    }

    private static boolean touches(List<Hole> holes, long start, long end) {
        return holes.stream().anyMatch(hole -> hole.start() < end && hole.end() > start);
    }

    private static void note(Event event, Map<String, String> reported, Figures figures) {
        RecordInfo record = event.body() instanceof RecordSeen seen ? seen.record() : null;
        String counts = "";
        if (event.body() instanceof BatchSeen seen) {
            record = seen.record();
            counts = seen.batch().pfnCount() + " " + seen.batch().pages();
        }
        if (event.body() instanceof io.xenscope.dissect.event.GapSeen gap && gap.proof() != null) {
            figures.resumed++;
        }
        Event.Place place = event.place();
        if (record == null || place == null || place.direction() != Direction.FORWARD) {
            return;
        }
        String layer = place.layer().text();
        if (layer.equals("libxl") || layer.equals("libxc")) {
            long type = record.typeId() == null ? -1 : record.typeId();
            reported.put(layer + " " + type + " " + place.offset() + " " + place.length(), counts);
        }
    }

    private static Endpoint end(int last) throws IOException {
        return new Endpoint(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last}), 5000 + last);
    }

    private static List<Truth> table(Path file) throws IOException {
        List<Truth> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String[] columns = line.split("\t", -1);
            if (columns[2].matches("libxl|libxc")) {
                boolean batch = columns[4].equals("PAGE_DATA");
                long type = columns[3].equals("-") ? -1 : Long.decode(columns[3]);
                long offset = Long.parseLong(columns[1]);
                long count = batch ? number(columns[7], "count=") : -1;
                long framed = offset + (batch ? 16 + 8 * count : 8);
                long length = Long.parseLong(columns[6]);
                rows.add(new Truth(
                        columns[2],
                        offset,
                        type,
                        length,
                        count,
                        batch ? number(columns[7], "data=") : -1,
                        batch ? framed : offset + length));
            }
        }
        return rows;
    }

    private static long number(String detail, String name) {
        String from = detail.substring(detail.indexOf(name) + name.length());
        return Long.parseLong(from.substring(0, from.indexOf(' ')));
    }
}
