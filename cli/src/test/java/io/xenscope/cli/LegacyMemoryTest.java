package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.Limits;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.dissect.input.FileInput;
import io.xenscope.output.memory.MemoryCollector;
import io.xenscope.output.memory.MemoryForm;
import io.xenscope.output.memory.MemoryPoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guest memory out of legacy streams, real ones and real ones with parts moved, cut or inserted. */
class LegacyMemoryTest {

    private static final String COMPRESSED = "hvm-remus-comp-4.4";
    private static final String PV_COMPRESSED = "pv64-remus-comp-4.4";

    /** Of COMPRESSED: where list, page records, rest, and behind it the next round begin in the third round. */
    private static final int LIST = 4_917_721;

    private static final int RECORDS = 4_917_981;
    private static final int REST = 4_931_846;
    private static final int FOURTH = 4_939_936;

    private static Map<Long, String> byCommand(String point, String image) {
        Command.Result result = Command.run("memory", "--hashes", "--at", point, "images/" + image + ".bin.xz");
        assertThat(result.exit()).as(result.err()).isLessThan(ExitStatus.UNUSABLE.code());
        return hashes(result.out());
    }

    private static Map<Long, String> hashes(String text) {
        Map<Long, String> hashes = new HashMap<>();
        text.lines().forEach(row -> hashes.put(Long.valueOf(row.split("\t")[0]), row.split("\t")[1]));
        return hashes;
    }

    private static Map<Long, String> memory(String point, byte[] stream) throws IOException {
        return hashes(text(point, stream, () -> stream.length));
    }

    private static String text(String point, byte[] stream, IntSupplier pieceLength) throws IOException {
        try (MemoryCollector collector = new MemoryCollector(MemoryPoint.parse(point))) {
            DissectOptions options = new DissectOptions(false, false, Limits.DEFAULT, collector);
            FileInput input = new Dissector(options, collector).file(null, "sample", null);
            int at = 0;
            while (at < stream.length) {
                int length = Math.min(pieceLength.getAsInt(), stream.length - at);
                input.bytes(stream, at, length, 0);
                at += length;
            }
            input.end(EndReason.FIN, 0);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            MemoryForm.hashes(collector.memory(), out);
            return out.toString(StandardCharsets.UTF_8);
        }
    }

    private static byte[] sample(String image) throws IOException {
        return PageTable.octets("images/" + image + ".bin.xz");
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static byte[] part(byte[] stream, int from, int to) {
        return Arrays.copyOfRange(stream, from, to);
    }

    /** A COMPRESSED_DATA chunk of a 64-bit toolstack. */
    private static byte[] chunk(byte[] records) {
        byte[] head = ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(-12)
                .putLong(records.length)
                .array();
        return join(head, records);
    }

    /** The tables were taken from the guests themselves; real receivers had the same. */
    @ParameterizedTest
    @ValueSource(strings = {COMPRESSED, PV_COMPRESSED, "hvm-live-4.4-m32", "pv32-plain-3.0-m32"})
    void memoryIsThatOfThePageTable(String image) throws IOException {
        PageTable.of(image)
                .forEach((point, held) -> assertThat(byCommand("checkpoint:" + point, image))
                        .as("checkpoint %d", point)
                        .isEqualTo(held));
    }

    @ParameterizedTest
    @ValueSource(strings = {COMPRESSED, PV_COMPRESSED, "pv32-plain-3.0-m32"})
    void anyCutGivesTheSameMemory(String image) throws IOException {
        byte[] stream = sample(image);
        String whole = text("end", stream, () -> stream.length);
        assertThat(text("end", stream, () -> 1)).isEqualTo(whole);
        Random random = new Random(7);
        assertThat(text("end", stream, () -> 1 + random.nextInt(9000))).isEqualTo(whole);
    }

    @Test
    void theSameBehindAnXlHeader() throws IOException {
        byte[] file = sample("pv32-plain-4.4-m32.xl-savefile");
        Map<Long, String> bare = memory("end", part(file, 179, file.length));
        assertThat(memory("end", file)).isEqualTo(bare).hasSize(2031);
    }

    /** The receiver keeps pages the guest gave up while it may still take another checkpoint. */
    @Test
    void pagesThatAPvGuestGaveUpGoWhenTheGuestStarts() throws IOException {
        Map<Long, String> last = byCommand("checkpoint:8", PV_COMPRESSED);
        Map<Long, String> end = byCommand("end", PV_COMPRESSED);
        assertThat(last).hasSize(2031);
        for (long pfn = 0x704; pfn < 0x710; pfn++) {
            assertThat(last.remove(pfn)).isNotNull();
        }
        assertThat(end).isEqualTo(last);
        // A cut in the last round takes back what the round before said.
        byte[] stream = sample(PV_COMPRESSED);
        assertThat(memory("end", Arrays.copyOf(stream, stream.length - 1))).isEqualTo(end);
    }

    @Test
    void aRoundCutShortIsDropped() throws IOException {
        byte[] stream = sample(COMPRESSED);
        Map<Long, String> second = memory("checkpoint:2", stream);
        Map<Long, String> third = memory("checkpoint:3", stream);
        assertThat(third).isNotEqualTo(second);
        for (int cut : new int[] {LIST, RECORDS + 5000, FOURTH - 1}) {
            assertThat(memory("end", Arrays.copyOf(stream, cut)))
                    .as("cut at %d", cut)
                    .isEqualTo(second);
        }
        assertThat(memory("end", Arrays.copyOf(stream, FOURTH))).isEqualTo(third);
        assertThat(memory("end", Arrays.copyOf(stream, FOURTH + 100))).isEqualTo(third);
    }

    @Test
    void roundsAndOffsetsCountWhatWasOnTheWireByThen() throws IOException {
        byte[] stream = sample(COMPRESSED);
        Map<Long, String> second = memory("checkpoint:2", stream);
        Map<Long, String> third = memory("checkpoint:3", stream);
        // Live, live and final pass make the first checkpoint.
        assertThat(memory("round:3", stream)).isEqualTo(second);
        assertThat(memory("round:4", stream)).isEqualTo(third);
        assertThat(memory("offset:" + RECORDS, stream)).isEqualTo(second);
        assertThat(memory("offset:" + REST, stream)).isEqualTo(third);
        Map<Long, String> between = memory("offset:" + (RECORDS + 7000), stream);
        assertThat(between).isNotEqualTo(second).isNotEqualTo(third);
        between.forEach((pfn, hash) -> assertThat(hash).isIn(second.get(pfn), third.get(pfn)));
        // The same whether or not the stream goes on.
        assertThat(memory("offset:" + (RECORDS + 7000), Arrays.copyOf(stream, RECORDS + 7000)))
                .isEqualTo(between);
        // The first batch ends at 3547148.
        assertThat(memory("offset:3547147", stream)).isEmpty();
        assertThat(memory("offset:3547148", stream)).hasSize(864);
    }

    @Test
    void recordsMayComeBeforeTheirListAndInAnyPieces() throws IOException {
        byte[] stream = sample(COMPRESSED);
        Map<Long, String> end = memory("end", stream);
        byte[] list = part(stream, LIST, RECORDS);
        byte[] records = part(stream, RECORDS + 12, REST);
        byte[] before = part(stream, 0, LIST);
        byte[] behind = part(stream, REST, stream.length);
        assertThat(memory("end", join(before, chunk(records), list, behind))).isEqualTo(end);
        for (int cut : new int[] {0, 1, 700}) {
            byte[] first = chunk(part(records, 0, cut));
            byte[] second = chunk(part(records, cut, records.length));
            assertThat(memory("end", join(before, first, list, second, behind)))
                    .as("cut at %d", cut)
                    .isEqualTo(end);
            assertThat(memory("end", join(before, list, first, second, behind))).isEqualTo(end);
        }
    }

    /** Receivers read a later round whole, so that the mode counts for all of it wherever it stands. */
    @Test
    void nothingIsAppliedInVerifyMode() throws IOException {
        byte[] stream = sample(COMPRESSED);
        byte[] verify = {-1, -1, -1, -1};
        Map<Long, String> second = memory("checkpoint:2", stream);
        for (int place : new int[] {LIST, RECORDS, REST}) {
            byte[] verified = join(part(stream, 0, place), verify, part(stream, place, stream.length));
            assertThat(memory("end", verified)).as("at %d", place).isEqualTo(second);
            assertThat(memory("checkpoint:7", verified)).isEqualTo(second);
        }
        // Behind the second of the three batches of the first round.
        byte[] early = join(part(stream, 0, 4_647_024), verify, part(stream, 4_647_024, stream.length));
        assertThat(memory("end", early)).isEqualTo(memory("offset:4647024", stream));
    }

    /** What a record did before its fault stays, records behind it are lost, and the next round goes on from there. */
    @Test
    void aRecordThatCannotBeDecodedEndsItsRound() throws IOException {
        byte[] stream = sample(COMPRESSED);
        Map<Long, String> second = memory("checkpoint:2", stream);
        Map<Long, String> third = memory("checkpoint:3", stream);
        byte[] records = part(stream, RECORDS + 12, REST);
        byte[] damaged = join(
                part(stream, 0, RECORDS),
                chunk(part(records, 0, records.length - 3)),
                part(stream, REST, stream.length));
        Map<Long, String> memory = memory("checkpoint:3", damaged);
        assertThat(memory).isNotEqualTo(third);
        long changed = memory.keySet().stream()
                .filter(pfn -> !memory.get(pfn).equals(third.get(pfn)))
                .count();
        assertThat(changed).isEqualTo(1);
        long fromSecond = memory.keySet().stream()
                .filter(pfn -> !memory.get(pfn).equals(second.get(pfn)))
                .count();
        assertThat(fromSecond).isGreaterThan(20);
    }
}
