package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guest memory out of real streams. */
class MemoryCommandTest {

    private static final String REMUS = "images/hvm-remus-libxl-4.22.bin.xz";
    private static final String LIVE = "images/pv64-live-4.13.bin.xz";

    private static Map<Long, String> hashes(String... arguments) {
        String[] line = new String[arguments.length + 2];
        line[0] = "memory";
        line[1] = "--hashes";
        System.arraycopy(arguments, 0, line, 2, arguments.length);
        Command.Result result = Command.run(line);
        assertThat(result.exit()).as(result.err()).isLessThan(ExitStatus.UNUSABLE.code());
        Map<Long, String> hashes = new LinkedHashMap<>();
        result.lines().forEach(row -> hashes.put(Long.valueOf(row.split("\t")[0]), row.split("\t")[1]));
        assertThat(List.copyOf(hashes.keySet())).isSorted();
        return hashes;
    }

    /** The page table of the sample lists 992 pages at checkpoint 1 and 40 changed ones at checkpoint 2. */
    @Test
    void checkpointsShowWhatTheReceiverHasApplied() {
        Map<Long, String> first = hashes("--at", "checkpoint:1", REMUS);
        Map<Long, String> second = hashes("--at", "checkpoint:2", REMUS);
        assertThat(first).hasSize(992);
        assertThat(second.keySet()).isEqualTo(first.keySet());
        long changed = first.keySet().stream()
                .filter(pfn -> !first.get(pfn).equals(second.get(pfn)))
                .count();
        assertThat(changed).isEqualTo(40);
        assertThat(hashes("--at", "checkpoint:5", REMUS)).isEqualTo(hashes(REMUS));
    }

    @Test
    void roundsAndOffsetsCountWhatWasOnTheWireByThen() {
        Map<Long, String> firstRound = hashes("--at", "round:0", LIVE);
        assertThat(firstRound).hasSize(2030);
        // The first batch ends at 4198520, the second one octet before it is whole.
        assertThat(hashes("--at", "offset:4198520", LIVE)).hasSize(1023);
        assertThat(hashes("--at", "offset:8331399", LIVE)).hasSize(1023);
        assertThat(hashes("--at", "offset:8331400", LIVE)).isEqualTo(firstRound);
        assertThat(hashes("--at", "checkpoint:1", LIVE)).isEqualTo(hashes(LIVE)).hasSize(2031);
    }

    @Test
    void pageDataBehindVerifyChangesNothing() {
        String debug = "images/hvm-debug-live-4.22.bin.xz";
        assertThat(hashes(debug)).isEqualTo(hashes("--at", "round:2", debug)).hasSize(992);
    }

    @Test
    void onePageAndWholeFilesHoldTheSameOctets(@TempDir Path folder) throws Exception {
        Map<Long, String> hashes = hashes(LIVE);
        Path raw = folder.resolve("memory.raw");
        Path sparse = folder.resolve("memory.sparse");
        Path elf = folder.resolve("memory.elf");
        assertThat(Command.run("memory", "--out", raw.toString(), "--as", "raw", LIVE)
                        .exit())
                .isZero();
        assertThat(Command.run("memory", "--out", sparse.toString(), LIVE).exit())
                .isZero();
        assertThat(Command.run("memory", "--out", elf.toString(), "--as", "elf", LIVE)
                        .exit())
                .isZero();

        byte[] octets = Files.readAllBytes(raw);
        assertThat(Files.readAllBytes(sparse)).isEqualTo(octets);
        assertThat(octets).hasSize(0x7f0 * 4096);
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        for (Map.Entry<Long, String> page : hashes.entrySet()) {
            sha256.update(octets, page.getKey().intValue() * 4096, 4096);
            assertThat(HexFormat.of().formatHex(sha256.digest())).isEqualTo(page.getValue());
        }
        assertElf(Files.readAllBytes(elf), octets);
    }

    /** PFNs 0 to 0x6ef and 0x6f1 to 0x7ef are held: two segments. */
    private static void assertElf(byte[] core, byte[] memory) throws IOException {
        ByteBuffer elf = ByteBuffer.wrap(core).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(elf.getInt(0)).isEqualTo(0x464c457f);
        assertThat(elf.getShort(16)).isEqualTo((short) 4);
        int segments = elf.getShort(56);
        int pages = 0;
        for (int i = 0; i < segments; i++) {
            int header = 64 + 56 * i;
            int offset = (int) elf.getLong(header + 8);
            int address = (int) elf.getLong(header + 24);
            int length = (int) elf.getLong(header + 32);
            pages += length / 4096;
            assertThat(Arrays.mismatch(core, offset, offset + length, memory, address, address + length))
                    .isEqualTo(-1);
        }
        assertThat(pages).isEqualTo(2031);
    }

    @Test
    void whatIsNotThereIsNamed() {
        Command.Result checkpoint = Command.run("memory", "--hashes", "--at", "checkpoint:9", REMUS);
        assertThat(checkpoint.exit()).isEqualTo(2);
        assertThat(checkpoint.err()).contains("no checkpoint:9; checkpoints in the stream: 5");
        Command.Result pfn = Command.run("memory", "--pfn", "999999", LIVE);
        assertThat(pfn.exit()).isEqualTo(2);
        assertThat(pfn.err()).contains("PFN 999999 is not held with data at end");
        Command.Result point = Command.run("memory", "--hashes", "--at", "dawn", LIVE);
        assertThat(point.exit()).isEqualTo(2);
        assertThat(point.err()).contains("expected end, checkpoint:N, round:N or offset:X");
    }

    @Test
    void migrationsOfACaptureAreKeptApart() {
        String capture = "captures/xen417-migrate-lan-abort-then-ok.pcap.xz";
        assertThat(hashes(capture)).hasSize(4096);
        assertThat(hashes("--migration", "2", capture)).hasSize(4113);
        Command.Result third = Command.run("memory", "--hashes", "--migration", "3", capture);
        assertThat(third.exit()).isEqualTo(2);
        assertThat(third.err()).contains("no migration 3; there are 2");
    }
}
