package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.samples.grammar.DomainType;
import io.xenscope.samples.grammar.Emulator;
import io.xenscope.samples.grammar.HvmParam;
import io.xenscope.samples.grammar.HvmSaveRecord;
import io.xenscope.samples.grammar.PageEntry;
import io.xenscope.samples.grammar.PageSource;
import io.xenscope.samples.grammar.PageType;
import io.xenscope.samples.grammar.StreamWriter;
import io.xenscope.samples.grammar.TscInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A clean capture from which packets are taken at random: every record that no hole touches is decoded as its record table
 * has it, so is every PAGE_DATA record of which only page contents are missing, and nothing else is reported as a record, not
 * even of streams that guest memory holds.
 * {@code samples/drop-packets} makes more runs of the same.
 */
class DroppedPacketsTest {

    private static final int RUNS = Integer.getInteger("xenscope.drop.runs", 4);
    private static final String SAMPLE = System.getProperty("xenscope.drop.sample", "xen417-migrate-lo-ipv6");
    private static final long SEED = Long.getLong("xenscope.drop.seed", 1);

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100})
    void recordsOutsideHolesAreDecoded(int packets) throws IOException {
        PacketDrops.Figures figures = runs(PacketDrops.of(SAMPLE), packets);
        assertThat(figures.wrong).as("wrong records").isZero();
        assertThat(figures.lost).as("untouched records not decoded").isZero();
        assertThat(figures.inPagesLost)
                .as("records lost to holes in page contents")
                .isZero();
    }

    /** Memory that holds a stream, whose headers are as good as those around it, again and again. */
    @ParameterizedTest
    @CsvSource({"25, 24", "750, 64"})
    void nothingOfStreamsInMemoryIsReported(int pages, int inBatch) throws IOException {
        PacketDrops.Figures figures = runs(PacketDrops.of(SAMPLE).holding(stream(pages, inBatch)), 100);
        assertThat(figures.wrong).as("wrong records").isZero();
    }

    /** Runs in which a header in memory stood where one might have been due. */
    @ParameterizedTest
    @CsvSource({"25, 24, 21", "25, 24, 82", "750, 64, 306"})
    void aHeaderInMemoryThatStandsWhereOneMightBeDueIsNotBelieved(int pages, int inBatch, long seed)
            throws IOException {
        PacketDrops.Figures figures = new PacketDrops.Figures();
        PacketDrops.of(SAMPLE).holding(stream(pages, inBatch)).run(100, seed, figures);
        assertThat(figures.wrong).as(figures.wrongExamples.toString()).isZero();
    }

    /** Runs in which a record of 8 octets is all that was seen between two losses. */
    @ParameterizedTest
    @ValueSource(longs = {414, 847})
    void aRecordAloneBetweenTwoLossesIsDecodedWhereNoPageCanBe(long seed) throws IOException {
        PacketDrops.Figures figures = new PacketDrops.Figures();
        PacketDrops.of(SAMPLE).run(100, seed, figures);
        assertThat(figures.lost).as(figures.examples.toString()).isZero();
        assertThat(figures.wrong).isZero();
    }

    private static byte[] stream(int pages, int inBatch) {
        Random random = new Random(5);
        PageSource contents = (pfn, nibble, into, at) -> {
            byte[] page = new byte[PageSource.PAGE_SIZE];
            random.nextBytes(page);
            System.arraycopy(page, 0, into, at, page.length);
        };
        return StreamWriter.octets(w -> {
            w.libxl().header();
            w.libxl().libxcContext();
            w.libxc().imageHeader(3);
            w.libxc().domainHeader(DomainType.HVM, 4, 17);
            w.libxc().staticDataEnd();
            for (int from = 0; from < pages; from += inBatch) {
                w.libxc()
                        .pageData(
                                contents,
                                IntStream.range(from, Math.min(from + inBatch, pages))
                                        .mapToObj(pfn -> PageEntry.of(pfn, PageType.NOTAB))
                                        .toArray(PageEntry[]::new));
            }
            w.libxc().tscInfo(new TscInfo(0, 2_400_000, 123_456_789, 1));
            w.libxc().hvm().context(new HvmSaveRecord(4, 0, 8), new HvmSaveRecord(0, 0, 0));
            w.libxc().hvm().params(new HvmParam(1, 0xfeffc));
            w.libxc().end();
            w.libxl().emulatorContext(Emulator.QEMU_UPSTREAM, "QEVM".getBytes(StandardCharsets.US_ASCII));
            w.libxl().end();
        });
    }

    private static PacketDrops.Figures runs(PacketDrops drops, int packets) throws IOException {
        PacketDrops.Figures figures = new PacketDrops.Figures();
        for (int run = 0; run < RUNS; run++) {
            drops.run(packets, SEED + run, figures);
        }
        System.out.printf("%d of %d packets dropped, %d runs: %s%n", packets, drops.packets(), RUNS, figures);
        figures.wrongExamples.forEach(System.out::println);
        figures.examples.forEach(System.out::println);
        return figures;
    }
}
