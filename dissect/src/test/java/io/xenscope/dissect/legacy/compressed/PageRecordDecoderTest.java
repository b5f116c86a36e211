package io.xenscope.dissect.legacy.compressed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors of the legacy-stream specification 7.6. */
class PageRecordDecoderTest {

    /**
     * @param init octet all pages are filled with before
     * @param input octets, a part such as {@code 5C*4096} repeated
     * @param result for each page {@code used range=octets …} or {@code used same}; for a failure its letter and what
     *     was written
     */
    record Vector(String id, int init, String input, String... result) {
        @Override
        public String toString() {
            return id;
        }
    }

    static Stream<Vector> vectors() {
        return Stream.of(
                new Vector("V01", 0xaa, "00", "1"),
                new Vector("V02", 0xaa, "80 5C*4096", "4097 0=5C*4096"),
                new Vector("V03", 0xaa, "01 DE AD BE EF FF*8 87", "14 0=DEADBEEF"),
                new Vector("V04", 0xaa, "FF*8 87 01 11 22 33 44", "14 4092=11223344"),
                new Vector(
                        "V05",
                        0xaa,
                        "7F 11*508 7F 12*508 7F 13*508 7F 14*508 7F 15*508 7F 16*508 7F 17*508 7F 18*508 08 19*32",
                        "4105 0=11*508 508=12*508 1016=13*508 1524=14*508 2032=15*508 2540=16*508 3048=17*508 "
                                + "3556=18*508 4064=19*32"),
                new Vector("V06", 0xaa, "FF*8 88", "9"),
                new Vector("V07", 0xaa, "82 02 01 02 03 04 05 06 07 08 FF*8 84", "19 8=0102030405060708"),
                new Vector("V08", 0xaa, "00 80 77*4096", "1", "4097 0=77*4096"),
                new Vector(
                        "V09",
                        0xaa,
                        "81 01 CA FE BA BE FF*8 86 00 FF*8 87 01 01 02 03 04",
                        "15 4=CAFEBABE",
                        "1",
                        "14 4092=01020304"),
                new Vector("V10", 0xaa, "01 01 01 01 01 01 02 02 02 02 82 FF*8 84", "20 0=01*4 4=02*4"),
                new Vector("V11", 0xaa, "00 DE AD", "1", "E"),
                new Vector("V12", 0xaa, "99 01 AB AA AA AA FF*7 ED", "14 100=AB"),
                new Vector("V13", 0x33, "7F 44*508 01 44*4 FF*7 87", "522 0=44*512"),
                new Vector("V14", 0xaa, "81*1024", "1024"),
                new Vector("V15", 0xaa, "00 00", "1", "1"),
                new Vector("V16", 0xaa, "01 DE AD BE EF FF*8 87 80 00*4096", "14 0=DEADBEEF", "4097 0=00*4096"),
                new Vector("V17", 0x00, "FF 81 01 CC 33 33 33 FF*7 86", "15 512=CC333333"),
                new Vector("V18", 0xaa, "80 00*4096 00", "4097 0=00*4096", "1"),
                new Vector("V19", 0xaa, "01 80 80 80 80 FF*8 87", "14 0=80*4"),
                new Vector("E-a", 0xaa, ""),
                new Vector("E-b", 0xaa, "80 5C*4095", "B"),
                new Vector("E-c", 0xaa, "02 AA BB CC DD EE", "C"),
                new Vector("E-d", 0xaa, "05", "C"),
                new Vector("E-e", 0xaa, "FF FF", "E"),
                new Vector("E-f", 0xaa, "FF*8 87 02 01 02 03 04 05 06 07 08", "C"),
                new Vector("E-g", 0xaa, "FF*8 89", "E"),
                new Vector("E-h", 0xaa, "81 00", "D"),
                new Vector("E-i", 0xaa, "81 80 5C*4096", "D"),
                new Vector("E-j", 0xaa, "00", "1"),
                new Vector("E-k", 0xaa, "01 DE AD BE EF", "E 0=DEADBEEF"),
                new Vector("E-l", 0xaa, "7F 11*508 7F 12*508", "E 0=11*508 508=12*508"),
                new Vector("E-m", 0xaa, "00 01", "1", "C"),
                new Vector("E-n", 0xaa, "FF*8 88 88", "9", "E"),
                new Vector("E-o", 0xaa, "7F 11*508 00", "D 0=11*508"),
                new Vector("E-p", 0xaa, "01 DE AD BE EF FF*8", "E 0=DEADBEEF"),
                new Vector("E-q", 0xaa, "FF*8 87 02 01 02 03 04", "C"));
    }

    /** V11 leaves octets over, which begin a record of their own to this decoder; it knows no number of pages. */
    @ParameterizedTest
    @MethodSource("vectors")
    void recordsAreThoseOfTheVectors(Vector vector) {
        byte[] input = octets(vector.input());
        List<String> expected = expected(vector);
        for (int piece : new int[] {Integer.MAX_VALUE, 1, 7, 509}) {
            Pages pages = new Pages(vector.init());
            PageRecordDecoder decoder = new PageRecordDecoder(pages);
            for (int at = 0; at < input.length; at += Math.min(piece, input.length - at)) {
                decoder.octets(input, at, Math.min(piece, input.length - at));
            }
            decoder.end();
            List<String> seen = vector.id().equals("V11") ? pages.told.subList(0, 1) : pages.told;
            assertThat(seen).as("pieces of %d", piece).isEqualTo(expected);
        }
    }

    @Test
    void chunksMayBeCutAnywhere() {
        byte[] input = octets("01 DE AD BE EF FF*8 87 80 00*4096");
        Pages whole = new Pages(0xaa);
        new PageRecordDecoder(whole).octets(input, 0, input.length);
        assertThat(whole.told).hasSize(2);
        for (int cut = 0; cut <= input.length; cut++) {
            Pages pages = new Pages(0xaa);
            PageRecordDecoder decoder = new PageRecordDecoder(pages);
            decoder.octets(input, 0, cut);
            decoder.octets(input, cut, input.length - cut);
            assertThat(pages.told).isEqualTo(whole.told);
        }
    }

    private static List<String> expected(Vector vector) {
        List<String> expected = new ArrayList<>();
        String[] results = vector.id().equals("V11") ? new String[] {"1"} : vector.result();
        for (String result : results) {
            String[] parts = result.split(" ");
            byte[] page = new byte[4096];
            Arrays.fill(page, (byte) vector.init());
            for (int i = 1; i < parts.length; i++) {
                String[] run = parts[i].split("=");
                byte[] content = octets(run[1].contains("*") ? run[1] : run[1].replaceAll("..", "$0 "));
                System.arraycopy(content, 0, page, Integer.parseInt(run[0]), content.length);
            }
            expected.add(parts[0] + " " + Arrays.hashCode(page));
        }
        return expected;
    }

    private static byte[] octets(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String part : text.trim().split(" +")) {
            if (!part.isEmpty()) {
                String[] repeated = part.split("\\*");
                int times = repeated.length == 1 ? 1 : Integer.parseInt(repeated[1]);
                for (int i = 0; i < times; i++) {
                    out.write(Integer.parseInt(repeated[0], 16));
                }
            }
        }
        return out.toByteArray();
    }

    /** Pages filled with one octet, changed as the decoder says; tells octets used, or the failure, and a hash. */
    private static final class Pages implements PageRecords {
        private final List<String> told = new ArrayList<>();
        private final int init;
        private byte[] page = new byte[4096];
        private long begin;
        private int used;

        Pages(int init) {
            this.init = init;
        }

        @Override
        public void begins(long offset) {
            begin = offset;
            page = new byte[4096];
            Arrays.fill(page, (byte) init);
            used = 0;
        }

        @Override
        public void full(byte[] octets, int index) {
            System.arraycopy(octets, index, page, 0, 4096);
        }

        @Override
        public void run(int at, byte[] octets, int index, int length) {
            System.arraycopy(octets, index, page, at, length);
        }

        @Override
        public void complete(Kind kind, int literalWords, boolean canonical, long end) {
            used = (int) (end - begin);
            told.add(used + " " + Arrays.hashCode(page));
        }

        @Override
        public void failed(PageRecordDecoder.Failure why, long offset) {
            told.add(why.text().charAt(0) + " " + Arrays.hashCode(page));
        }
    }
}
