package io.xenscope.samples.grammar;

import static io.xenscope.samples.grammar.WorkedExamples.octets;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** Elements bent away from what real senders write, and big-endian ones. */
class RawElementsTest {
    @Test
    void recordMayLieAboutItsLengthAndPadding() {
        RawRecord raw = RawRecord.of(9, octets("0102030405"));
        assertThat(write(raw)).isEqualTo(octets("09000000 05000000 0102030405 000000"));
        assertThat(write(raw.withLength(0xffffffffL))).isEqualTo(octets("09000000 ffffffff 0102030405 000000"));
        assertThat(write(raw.withPadding(octets("0001")))).isEqualTo(octets("09000000 05000000 0102030405 0001"));
        assertThat(write(raw.cutAfter(2))).isEqualTo(octets("09000000 05000000 0102"));
    }

    @Test
    void xlHeaderMayLieAboutItsLengths() {
        byte[] stream = StreamWriter.octets(w -> w.xl().header(XlHeader.json("{}")
                .withMandatoryFlags(7)
                .withOptionalFlags(1)
                .withTail(octets("ff"))
                .withConfigLength(9)));
        assertThat(stream).endsWith(octets("04030201 07000000 01000000 08000000 09000000 7b7d00 ff"));
        byte[] bare = StreamWriter.octets(w -> w.xl().header(XlHeader.json("{}").withOptionalLength(0)));
        assertThat(bare).hasSize(48);
    }

    @Test
    void bigEndianStreamAnnouncesItself() {
        byte[] stream = StreamWriter.octets(ByteOrder.BIG_ENDIAN, w -> {
            w.libxl().header();
            w.libxl().libxcContext();
            w.libxc().imageHeader(3);
            w.libxc().domainHeader(DomainType.HVM, 4, 17);
        });
        assertThat(stream)
                .isEqualTo(octets("4c6962786c466d74 00000002 00000001 00000001 00000000"
                        + "ffffffffffffffff 58454e46 00000003 0001 0000 00000000"
                        + "00000002 000c 0000 00000004 00000011"));
    }

    @Test
    void emptyBatchGivesTheConvertersRecord() {
        byte[] record = StreamWriter.octets(w -> w.libxc().pageData(PageSource.ZEROES));
        assertThat(record).isEqualTo(octets("01000000 08000000 00000000 00000000"));
    }

    @Test
    void deviceModelBlobStandsBehindEnd() {
        byte[] stream = StreamWriter.octets(w -> {
            w.libxc().end();
            w.libxc().deviceModelRecord0002(octets("5145564d"));
        });
        assertThat(stream).hasSize(8 + 21 + 4 + 4).endsWith(octets("30303032 04000000 5145564d"));
    }

    private static byte[] write(RawRecord raw) {
        return StreamWriter.octets(w -> w.libxc().record(raw));
    }
}
