package io.xenscope.dissect;

import static io.xenscope.dissect.test.Octets.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.xenscope.dissect.input.Dissector;
import io.xenscope.dissect.input.FileInput;
import io.xenscope.dissect.test.Conversation;
import io.xenscope.dissect.test.Decoded;
import io.xenscope.dissect.test.Guests;
import io.xenscope.samples.grammar.DomainType;
import io.xenscope.samples.grammar.PageEntry;
import io.xenscope.samples.grammar.PageSource;
import io.xenscope.samples.grammar.PageType;
import io.xenscope.samples.grammar.StreamWriter;
import io.xenscope.samples.legacy.LegacyBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Finding the framing again behind losses that hit it, and where a capture begins late (carriers specification 8.6). */
class ResyncTest {

    private static final int STATICS = Guests.IMAGE + Guests.PAGES;
    private static final int ENTRIES = 64;
    private static final int BATCH = 16 + ENTRIES * (8 + PageSource.PAGE_SIZE);

    /** A hole: octets {@code from} up to {@code to} are missing. */
    private record Hole(int from, int to) {}

    /** A libxl stream of {@code batches} batches with these pages, and the usual end. */
    private static byte[] stream(int batches, PageSource pages) {
        return StreamWriter.octets(w -> {
            w.libxl().header();
            w.libxl().libxcContext();
            Guests.hvmStatics(w);
            for (int batch = 0; batch < batches; batch++) {
                batch(w, batch, pages);
            }
            Guests.hvmState(w);
            w.libxc().end();
            Guests.emulator(w);
            w.libxl().end();
        });
    }

    private static void batch(StreamWriter w, int batch, PageSource pages) throws IOException {
        PageEntry[] entries = new PageEntry[ENTRIES];
        for (int i = 0; i < ENTRIES; i++) {
            entries[i] = PageEntry.of(batch * ENTRIES + i, PageType.NOTAB);
        }
        w.libxc().pageData(pages, entries);
    }

    private static PageSource random(long seed) {
        Random random = new Random(seed);
        return (pfn, nibble, into, at) -> {
            byte[] page = new byte[PageSource.PAGE_SIZE];
            random.nextBytes(page);
            System.arraycopy(page, 0, into, at, page.length);
        };
    }

    /** Memory that holds a stream again and again. */
    private static PageSource holding(byte[] stream) {
        return (pfn, nibble, into, at) -> {
            for (int i = 0; i < PageSource.PAGE_SIZE; i++) {
                into[at + i] = stream[(int) ((pfn * PageSource.PAGE_SIZE + i) % stream.length)];
            }
        };
    }

    private static Decoded with(byte[] stream, List<Hole> holes) {
        Conversation conversation = Conversation.captured();
        int at = 0;
        for (Hole hole : holes) {
            if (hole.from() > at) {
                conversation.sender(Arrays.copyOfRange(stream, at, hole.from()));
            }
            conversation.senderLost(hole.to() - hole.from());
            at = hole.to();
        }
        return conversation
                .sender(Arrays.copyOfRange(stream, at, stream.length))
                .decoded();
    }

    private static int batchAt(int batch) {
        return STATICS + batch * BATCH;
    }

    /** Those of the true records that no hole touches. */
    private static List<String> untouched(List<String> records, List<Hole> holes) {
        return records.stream()
                .filter(record -> {
                    String[] parts = record.split(" ");
                    long from = Long.parseLong(parts[2]);
                    long to = from + Long.parseLong(parts[3]);
                    return holes.stream().noneMatch(hole -> hole.from() < to && hole.to() > from);
                })
                .toList();
    }

    @Test
    void behindALostHeader() {
        byte[] stream = stream(6, random(1));
        List<String> all = Decoded.file(stream).records();
        Decoded decoded = Decoded.fileWithHole(stream, batchAt(2), batchAt(2) + 100);
        List<String> expected = new ArrayList<>(all);
        expected.remove("libxc PAGE_DATA " + batchAt(2) + " " + BATCH);
        assertThat(decoded.records()).isEqualTo(expected);
        assertThat(decoded.gaps())
                .containsExactly(batchAt(2) + " " + BATCH + " capture_loss missing=100 skipped=" + (BATCH - 100)
                        + " inside=null search " + batchAt(3));
        assertThat(decoded.findings()).isEmpty();
        assertThat(decoded.transportFindings())
                .extracting(Decoded.Finding::code)
                .contains("CAP-RESYNC");
        assertThat(decoded.rounds())
                .filteredOn(round -> round.contains("inferred"))
                .singleElement()
                .asString()
                .startsWith("1 live");
        assertThat(decoded.outcome()).startsWith("complete");
    }

    @Test
    void inABigEndianImage() {
        byte[] stream = StreamWriter.octets(ByteOrder.BIG_ENDIAN, w -> {
            w.libxc().imageHeader(3);
            w.libxc().domainHeader(DomainType.HVM, 4, 17);
            Guests.statics(w);
            for (int batch = 0; batch < 6; batch++) {
                batch(w, batch, random(4));
            }
            Guests.hvmState(w);
            w.libxc().end();
        });
        List<String> all = Decoded.file(stream).records();
        int third = Guests.PAGES + 2 * BATCH;
        List<Hole> holes = List.of(new Hole(third, third + 100));
        Decoded decoded = Decoded.fileWithHole(stream, third, third + 100);
        assertThat(decoded.records()).isEqualTo(untouched(all, holes)).hasSize(all.size() - 1);
    }

    @Test
    void behindAnImpossibleLength() {
        byte[] stream = stream(6, random(2));
        stream[batchAt(2) + 7] = 0x7f;
        Decoded decoded = Decoded.file(stream);
        assertThat(decoded.records()).contains("libxc PAGE_DATA " + batchAt(3) + " " + BATCH);
        assertThat(decoded.gaps())
                .containsExactly(batchAt(2) + " " + BATCH + " undecodable missing=0 skipped=" + BATCH
                        + " inside=null search " + batchAt(3));
        assertThat(decoded.codes()).containsExactly("LXC-013");
    }

    @Test
    void notInAStreamInsideMemory() {
        byte[] inner = stream(2, random(3));
        byte[] stream = stream(40, holding(inner));
        List<String> all = Decoded.file(stream).records();
        for (int length : new int[] {8, 100, 1448}) {
            List<Hole> holes = List.of(new Hole(batchAt(7), batchAt(7) + length));
            Decoded decoded = with(stream, holes);
            assertThat(all).containsAll(decoded.records());
            assertThat(decoded.records()).containsAll(untouched(all, holes));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void holesEverywhere(long seed) {
        Random random = new Random(seed);
        byte[] stream = stream(30, seed % 2 == 0 ? random(seed) : PageSource.ZEROES);
        List<String> all = Decoded.file(stream).records();
        List<Hole> holes = new ArrayList<>();
        for (int at = random.nextInt(400_000); at + 1448 < stream.length; at += 1448 + random.nextInt(800_000)) {
            holes.add(new Hole(at, at + 1448));
        }
        Decoded decoded = with(stream, holes);
        assertThat(all).containsAll(decoded.records());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1000, 4096, 100_001})
    void lateStart(int missed) {
        byte[] stream = stream(30, random(9));
        int from = batchAt(1) + missed;
        Decoded decoded = Conversation.capturedLate()
                .sender(Arrays.copyOfRange(stream, from, stream.length))
                .receiverEnds(EndReason.CAPTURE_END)
                .decoded();
        assertThat(decoded.records())
                .hasSize(28 + 6)
                .startsWith("libxc PAGE_DATA " + (batchAt(2) - from) + " " + BATCH);
        assertThat(decoded.records().get(33)).startsWith("libxl END");
        assertThat(decoded.findings()).isEmpty();
        assertThat(decoded.outcome()).isEqualTo("complete: END reached; the start was not captured");
        assertThat(decoded.end().migration().guest()).isEqualTo("unknown");
    }

    @Test
    void lateStartWithAnswers() {
        byte[] stream = stream(30, random(10));
        Decoded decoded = Conversation.capturedLate()
                .sender(Arrays.copyOfRange(stream, 100_000, stream.length))
                .receiver(WorkedExamples.READY)
                .sender(WorkedExamples.GO)
                .receiver(WorkedExamples.REPORT)
                .receiver((byte) 0)
                .decoded();
        assertThat(decoded.records()).contains("libxl END " + (stream.length - 100_008) + " 8");
        assertThat(decoded.records(Direction.BACK)).hasSize(3);
        assertThat(decoded.outcome()).isEqualTo("complete: END reached, status 0; the start was not captured");
    }

    @Test
    void insideTheLibxlTailOfAnEpoch() {
        byte[] stream = Guests.remus();
        Decoded decoded = Decoded.fileWithHole(stream, Guests.EMULATOR + 2, Guests.EMULATOR + 4);
        assertThat(decoded.records())
                .contains("libxc PAGE_DATA " + Guests.EPOCH_2 + " 4120")
                .endsWith("libxl CHECKPOINT_END " + (Guests.REMUS_LENGTH - 8) + " 8");
        assertThat(decoded.gaps()).singleElement().asString().contains(" search ");
    }

    @Test
    void legacyBatches() {
        byte[] stream = new LegacyBuilder(8)
                .words(192)
                .batch(LongStream.range(0, 64).toArray())
                .batch(LongStream.range(64, 128).toArray())
                .batch(LongStream.range(128, 192).toArray())
                .tscInfo()
                .vcpuInfo(0, 1)
                .lastEnd()
                .hvmTail("DeviceModelRecord0002")
                .octets();
        List<String> all = Decoded.file(stream).records();
        String batch = all.stream()
                .filter(record -> record.contains(" BATCH "))
                .skip(1)
                .findFirst()
                .orElseThrow();
        int at = Integer.parseInt(batch.split(" ")[2]);
        Decoded decoded = Decoded.fileWithHole(stream, at + 2, at + 6);
        List<String> expected = new ArrayList<>(all);
        expected.remove(batch);
        assertThat(decoded.records()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 17, 40, 1000, 4096, 100_001})
    void fileCutAtItsBeginning(int missed) {
        byte[] stream = stream(30, random(12));
        List<String> expected = Decoded.file(stream).records().stream()
                .filter(record -> Long.parseLong(record.split(" ")[2]) >= missed)
                .map(record -> moved(record, missed))
                .toList();
        Decoded decoded = Decoded.file(Arrays.copyOfRange(stream, missed, stream.length));
        assertThat(decoded.records()).isEqualTo(expected);
        assertThat(decoded.outcome()).isEqualTo("complete: END reached; the start was not captured");
        assertThat(decoded.transportFindings())
                .extracting(Decoded.Finding::code)
                .containsExactly("CAP-RESYNC");
    }

    private static String moved(String record, int by) {
        String[] parts = record.split(" ");
        parts[2] = Long.toString(Long.parseLong(parts[2]) - by);
        return String.join(" ", parts);
    }

    @Test
    void legacyFileCutAtItsBeginning() {
        LegacyBuilder image = new LegacyBuilder(8).words(1024);
        for (int from = 0; from < 1024; from += 128) {
            image.batch(LongStream.range(from, from + 128).toArray());
        }
        byte[] stream = image.tscInfo().vcpuInfo(0, 1).lastEnd().octets();
        List<String> batches = Decoded.file(stream).records().stream()
                .filter(record -> record.contains(" BATCH "))
                .toList();
        Decoded decoded = Decoded.file(Arrays.copyOfRange(stream, 100, stream.length));
        assertThat(decoded.records())
                .startsWith(batches.stream()
                        .skip(1)
                        .map(record -> moved(record, 100))
                        .toArray(String[]::new));
    }

    @Test
    void otherFilesAreRefusedSoon() {
        byte[] random = new byte[40 << 20];
        new Random(13).nextBytes(random);
        byte[] numbers = new byte[40 << 20];
        for (int i = 0; i < numbers.length; i += 4) {
            numbers[i] = (byte) (i >> 2);
            numbers[i + 1] = (byte) (i >> 10 & 3);
        }
        for (byte[] octets : List.of(random, numbers)) {
            FileInput file =
                    new Dissector(DissectOptions.DEFAULT, event -> fail("told: " + event)).file("f", "f", null);
            for (int at = 0; at < octets.length && !file.isRefused(); at += 1 << 16) {
                file.bytes(octets, at, 1 << 16, 0);
            }
            assertThat(file.isRefused()).isTrue();
            assertThat(file.searched()).isEqualTo(16 << 20);
        }
    }

    @Test
    void nothingInOtherOctets() throws IOException {
        byte[] other = new byte[6 << 20];
        new Random(11).nextBytes(other);
        byte[] inner = Guests.hvm();
        byte[] holds = join(other, inner, other);
        List<Object> events = new ArrayList<>();
        ConnectionInput input =
                new Dissector(DissectOptions.DEFAULT, events::add).connection(null, end(1), end(2), 0, false, null);
        input.fromFirst().bytes(holds, 0, holds.length, 0);
        input.fromFirst().end(EndReason.FIN, 0);
        input.fromSecond().end(EndReason.FIN, 0);
        assertThat(events).isEmpty();
    }

    private static Endpoint end(int last) throws IOException {
        return new Endpoint(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last}), 5000 + last);
    }
}
