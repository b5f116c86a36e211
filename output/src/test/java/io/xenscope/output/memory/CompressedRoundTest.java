package io.xenscope.output.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.legacy.compressed.PageRecordDecoder;
import io.xenscope.dissect.legacy.compressed.PageRecords;
import io.xenscope.dissect.memory.CompressedPages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Page records of the legacy-stream specification 7.6 and what they make of memory, in every order of lists and records. */
class CompressedRoundTest {

    private static final int PAGE = 4096;
    private static final String V03 = "01 DE AD BE EF FF*8 87";
    private static final String V07 = "82 02 01 02 03 04 05 06 07 08 FF*8 84";

    private final ReceiverMemory memory = new ReceiverMemory();
    private long counted = Long.MAX_VALUE;
    private final CompressedRound round = new CompressedRound(memory, offset -> offset <= counted);
    private PageRecordDecoder decoder = new PageRecordDecoder(new Records(round));
    private long entries;

    /** A receiver with the pages 0 to 7, filled with 0xaa. */
    @BeforeEach
    void firstRound() {
        byte[] page = new byte[PAGE];
        Arrays.fill(page, (byte) 0xaa);
        for (int pfn = 0; pfn < 8; pfn++) {
            memory.put(pfn, page, 0);
        }
        memory.epochComplete();
        nextRound();
    }

    @AfterEach
    void close() throws IOException {
        round.close();
        memory.close();
    }

    private void nextRound() {
        round.roundBegins();
        decoder = new PageRecordDecoder(new Records(round));
        entries = 0;
    }

    private void list(long offset, long... pfns) {
        for (long pfn : pfns) {
            round.entry(entries++, pfn);
        }
        round.batchComplete(offset);
    }

    private void data(String octets) {
        byte[] input = octets(octets);
        decoder.octets(input, 0, input.length);
    }

    private String page(long pfn) {
        byte[] page = new byte[PAGE];
        memory.read(pfn, page);
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < PAGE; ) {
            int from = at;
            while (at < PAGE && page[at] == page[from]) {
                at++;
            }
            text.append(String.format("%02x*%d ", page[from] & 0xff, at - from));
        }
        return text.toString().trim();
    }

    @Test
    void recordsChangeThePagesOfTheirList() {
        list(0, 3, 1, 2, 5, 6);
        data(V03 + " 00 80 77*4096 7F 44*508 01 44*4 FF*7 87 81*1024");
        assertThat(page(3)).isEqualTo("de*1 ad*1 be*1 ef*1 aa*4092");
        assertThat(page(1)).isEqualTo("aa*4096");
        assertThat(page(2)).isEqualTo("77*4096");
        assertThat(page(5)).isEqualTo("44*512 aa*3584");
        assertThat(page(6)).isEqualTo("aa*4096");
    }

    /** V16, cut at every octet; the list comes first, between, or behind. */
    @Test
    void listsAndRecordsComeInAnyOrder() {
        byte[] input = octets(V03 + " 80 00*4096 " + V07);
        for (int cut = 0; cut <= input.length; cut += cut < 40 || cut > 4100 ? 1 : 97) {
            nextRound();
            decoder.octets(input, 0, cut);
            list(0, 3);
            list(0, 4, 5);
            decoder.octets(input, cut, input.length - cut);
            assertThat(page(3)).as("cut at %d", cut).isEqualTo("de*1 ad*1 be*1 ef*1 aa*4092");
            assertThat(page(4)).isEqualTo("00*4096");
            assertThat(page(5)).isEqualTo("aa*8 01*1 02*1 03*1 04*1 05*1 06*1 07*1 08*1 aa*4080");
            memoryAsBefore();
        }
    }

    private void memoryAsBefore() {
        memory.drop();
        assertThat(page(3)).isEqualTo("aa*4096");
    }

    @Test
    void entriesBeyondTheRecordsAndRecordsBeyondTheEntriesChangeNothing() {
        list(0, 3, 4);
        data(V03);
        assertThat(page(4)).isEqualTo("aa*4096");
        data("00 80 11*4096 " + V07);
        nextRound();
        list(0, 6);
        assertThat(page(6)).isEqualTo("aa*4096");
        data(V07);
        assertThat(page(6)).startsWith("aa*8 01*1");
    }

    /** Receivers apply record by record: the second change of a page finds the first one made. */
    @Test
    void aPageListedTwiceIsChangedTwice() {
        list(0, 3, 3);
        data(V03 + " " + V07);
        assertThat(page(3)).isEqualTo("de*1 ad*1 be*1 ef*1 aa*4 01*1 02*1 03*1 04*1 05*1 06*1 07*1 08*1 aa*4080");
    }

    @Test
    void aLaterRoundChangesWhatTheEarlierOneMade() {
        list(0, 3);
        data(V03);
        memory.epochComplete();
        nextRound();
        list(0, 3);
        data(V07);
        assertThat(page(3)).startsWith("de*1 ad*1 be*1 ef*1 aa*4 01*1");
        memory.drop();
        assertThat(page(3)).isEqualTo("de*1 ad*1 be*1 ef*1 aa*4092");
    }

    /** E-k, E-l, E-b, E-j: what runs before the fault wrote stays, what lies behind it does not come. */
    @Test
    void runsBeforeAFaultCount() {
        list(0, 1, 2, 3);
        data(V03 + " 01 DE AD BE EF");
        decoder.end();
        assertThat(page(1)).startsWith("de*1");
        assertThat(page(2)).isEqualTo("de*1 ad*1 be*1 ef*1 aa*4092");
        assertThat(page(3)).isEqualTo("aa*4096");

        memoryAsBefore();
        nextRound();
        list(0, 4);
        data("7F 11*508 7F 12*508 00");
        assertThat(page(4)).isEqualTo("11*508 12*508 aa*3080");

        nextRound();
        list(0, 5);
        data("80 5C*4095");
        decoder.end();
        assertThat(page(5)).isEqualTo("aa*4096");
    }

    @Test
    void aFaultInARecordBeforeItsListCountsToo() {
        data("01 DE AD BE EF 00");
        list(0, 2);
        assertThat(page(2)).isEqualTo("de*1 ad*1 be*1 ef*1 aa*4092");
    }

    @Test
    void aPageTheReceiverDidNotHaveBeginsWithZeroes() {
        list(0, 100, 101, 102);
        data(V03 + " 00");
        assertThat(page(100)).isEqualTo("de*1 ad*1 be*1 ef*1 00*4092");
        assertThat(memory.holds(101)).isTrue();
        assertThat(memory.holds(102)).isFalse();
    }

    @Test
    void aPageNoReceiverTakesIsSkipped() {
        list(0, 1, -1, -1, 2);
        data("80 11*4096 80 22*4096 00 80 33*4096");
        assertThat(page(1)).isEqualTo("11*4096");
        assertThat(page(2)).isEqualTo("33*4096");
    }

    @Test
    void recordsAndListsCountByTheirEnds() {
        counted = 4097;
        list(0, 1, 2);
        data("80 11*4096 80 22*4096");
        assertThat(page(1)).isEqualTo("11*4096");
        assertThat(page(2)).isEqualTo("aa*4096");
        nextRound();
        data("80 33*4096");
        list(4098, 4);
        assertThat(page(4)).isEqualTo("aa*4096");
    }

    /** More records wait for their lists than the queues keep in memory, with one list for each page. */
    @Test
    void manyRecordsWaitForTheirLists() {
        int pages = 3000;
        for (int i = 0; i < pages; i++) {
            byte[] full = new byte[PAGE + 1];
            Arrays.fill(full, (byte) (i % 251));
            full[0] = (byte) 0x80;
            decoder.octets(full, 0, full.length);
        }
        for (int i = 0; i < pages; i++) {
            list(0, pages - i);
        }
        for (int i = 0; i < pages; i += 37) {
            assertThat(page(pages - i)).isEqualTo(String.format("%02x*4096", i % 251));
        }
    }

    private static byte[] octets(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String part : text.split(" ")) {
            String[] repeated = part.split("\\*");
            for (int i = 0; i < (repeated.length == 1 ? 1 : Integer.parseInt(repeated[1])); i++) {
                out.write(Integer.parseInt(repeated[0], 16));
            }
        }
        return out.toByteArray();
    }

    /** Numbers the records. */
    private static final class Records implements PageRecords {
        private final CompressedPages pages;
        private long page = -1;

        Records(CompressedPages pages) {
            this.pages = pages;
        }

        @Override
        public void begins(long offset) {
            page++;
        }

        @Override
        public void full(byte[] octets, int index) {
            pages.full(page, octets, index);
        }

        @Override
        public void run(int at, byte[] octets, int index, int length) {
            pages.run(page, at, octets, index, length);
        }

        @Override
        public void complete(Kind kind, int literalWords, boolean canonical, long end) {
            pages.complete(page, end);
        }

        @Override
        public void failed(PageRecordDecoder.Failure why, long offset) {
            pages.failed(page, offset);
        }
    }
}
