package io.xenscope.cli;

import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.Direction;
import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.event.BatchSeen;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.GapSeen;
import io.xenscope.dissect.event.RecordInfo;
import io.xenscope.dissect.event.RecordSeen;
import io.xenscope.dissect.input.Dissector;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Takes packets of a direction away at random and compares what is decoded of the rest with its record table. */
final class PacketDrops {

    private static final int PAGE = 4096;
    private static final int EXAMPLES = 20;
    private static final DissectOptions OPTIONS = new DissectOptions(
                    false, false, DissectOptions.DEFAULT.limits(), null)
            .withDepth(DissectOptions.Depth.FRAMING);

    private final List<Segments.Segment> segments;
    private final List<Truth> table;

    private PacketDrops(List<Segments.Segment> segments, List<Truth> table) {
        this.segments = segments;
        this.table = table;
    }

    /** A clean capture in {@code samples/captures}. */
    static PacketDrops of(String sample) throws IOException {
        Path capture = Samples.path("captures/" + sample + ".pcap.xz");
        return new PacketDrops(Segments.of(capture), table(Samples.recordTable(capture)));
    }

    /** The same packets with memory that holds {@code content} over and over. */
    PacketDrops holding(byte[] content) {
        int length = (int) segments.get(segments.size() - 1).end();
        byte[] stream = new byte[length];
        for (Segments.Segment segment : segments) {
            System.arraycopy(segment.octets(), 0, stream, (int) segment.offset(), segment.octets().length);
        }
        int at = 0;
        for (Truth batch : table) {
            int end = batch.count() < 0 ? 0 : (int) (batch.framed() + PAGE * batch.pages());
            for (int i = (int) batch.framed(); i < end; i++) {
                stream[i] = content[at++ % content.length];
            }
        }
        List<Segments.Segment> filled = new ArrayList<>();
        for (Segments.Segment segment : segments) {
            byte[] octets = new byte[segment.octets().length];
            System.arraycopy(stream, (int) segment.offset(), octets, 0, octets.length);
            filled.add(new Segments.Segment(segment.offset(), octets));
        }
        return new PacketDrops(filled, table);
    }

    int packets() {
        return segments.size();
    }

    /** A record of the table; {@code framed} is the end of its header and, for PAGE_DATA, of its entries. */
    private record Truth(String layer, long offset, long type, long length, long count, long pages, long framed) {
        String header() {
            return layer + " " + type + " " + offset + " " + length;
        }
    }

    private record Hole(long start, long end) {}

    /** What came of some runs. */
    static final class Figures {
        long untouched;
        long lost;
        long inPages;
        long inPagesLost;
        long wrong;
        long wrongRuns;
        long resumed;
        final List<String> examples = new ArrayList<>();
        final List<String> wrongExamples = new ArrayList<>();

        @Override
        public String toString() {
            return untouched + " records untouched, " + lost + " of them not decoded; " + inPages
                    + " with holes in page contents only, " + inPagesLost + " of them not decoded; framing found again "
                    + resumed + " times; " + wrong + " records reported wrongly, in " + wrongRuns + " runs";
        }
    }

    void run(int packets, long seed, Figures figures) throws IOException {
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
        compare(holes, reported, figures, "seed " + seed);
    }

    private void compare(List<Hole> holes, Map<String, String> reported, Figures figures, String where) {
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
            boolean wrongCounts = counts != null && !right && contradicts(counts, truth);
            if (wrongCounts) {
                figures.wrong++;
            }
            if (!framing && !right || wrongCounts) {
                example(
                        wrongCounts ? figures.wrongExamples : figures.examples,
                        "not decoded: " + truth + " as " + counts + "; " + where + ", holes "
                                + near(holes, truth.offset()));
            }
        }
        figures.wrong += reported.size();
        figures.wrongRuns += reported.isEmpty() ? 0 : 1;
        if (!reported.isEmpty()) {
            String first = reported.keySet().stream()
                    .min(Comparator.comparingLong(row -> Long.parseLong(row.split(" ")[2])))
                    .orElseThrow();
            example(
                    figures.wrongExamples,
                    reported.size() + " wrong from " + first + " on; " + where + ", holes "
                            + near(holes, Long.parseLong(first.split(" ")[2])));
        }
    }

    /** True when counts were told that are not those of the record; those that are absent were not told. */
    private static boolean contradicts(String counts, Truth truth) {
        String[] told = counts.split(" ");
        return !told[0].equals("null") && !told[0].equals(Long.toString(truth.count()))
                || !told[1].equals("null") && !told[1].equals(Long.toString(truth.pages()));
    }

    private static void example(List<String> examples, String text) {
        if (examples.size() < EXAMPLES) {
            examples.add(text);
        }
    }

    /** The holes around {@code offset}. */
    private static List<Hole> near(List<Hole> holes, long offset) {
        List<Hole> sorted =
                holes.stream().sorted(Comparator.comparingLong(Hole::start)).toList();
        long before = sorted.stream().filter(hole -> hole.start() < offset).count();
        return sorted.subList((int) Math.max(0, before - 2), (int) Math.min(sorted.size(), before + 2));
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
        if (event.body() instanceof GapSeen gap && gap.proof() != null) {
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
                long length = Long.parseLong(columns[6]);
                rows.add(new Truth(
                        columns[2],
                        offset,
                        type,
                        length,
                        count,
                        batch ? number(columns[7], "data=") : -1,
                        batch ? offset + 16 + 8 * count : offset + length));
            }
        }
        return rows;
    }

    private static long number(String detail, String name) {
        String from = detail.substring(detail.indexOf(name) + name.length());
        return Long.parseLong(from.substring(0, from.indexOf(' ')));
    }
}
