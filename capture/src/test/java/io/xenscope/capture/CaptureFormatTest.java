package io.xenscope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.event.Severity;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** pcap and pcapng (carriers specification 8.1, 8.2). */
class CaptureFormatTest {

    static byte[] frame(int offset, String text) {
        byte[] tcp = Frames.tcp(
                1234, 5555, 1 + offset, 1, Frames.ACK, new byte[0], text.getBytes(StandardCharsets.US_ASCII));
        return Frames.ethernet(0x0800, Frames.ipv4(Frames.CLIENT, Frames.SERVER, 6, offset, tcp));
    }

    @ParameterizedTest
    @CsvSource({
        "0xA1B2C3D4,false",
        "0xA1B2C3D4,true",
        "0xA1B23C4D,false",
        "0xA1B23C4D,true",
        "0xA1B2CD34,false",
        "0xA1B2CD34,true"
    })
    void magics(String magic, boolean bigEndian) {
        byte[] capture = new Pcap(Long.decode(magic).intValue(), bigEndian, 4, 65_535, 1)
                .packet(Pcap.START + 123_456_789, frame(0, "ab"))
                .packet(Pcap.START + 223_456_789, frame(2, "cd"))
                .octets();
        assertThat(CaptureFiles.isCapture(capture)).isTrue();
        Recorder recorder = Recorder.read(capture);
        assertThat(recorder.first().text()).isEqualTo("abcd");
        long fraction = magic.equals("0xA1B23C4D") ? 789 : 0;
        assertThat(recorder.summary.firstTime()).isEqualTo(Pcap.START + 123_456_000 + fraction);
        assertThat(recorder.codes()).containsExactly("CAP-NOSYN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cdc3b2a1", "a1b2c3cd", "cd34b2a1", "a1b234cd", "1c0001ac", "1c0001ab"})
    void unsupportedVariantsAreNamed(String magic) {
        byte[] capture = Frames.concat(Frames.u32((int) Long.parseLong(magic, 16), true), new byte[60]);
        assertThat(CaptureFiles.isCapture(capture)).isTrue();
        Recorder recorder = Recorder.read(capture);
        assertThat(recorder.codes()).containsExactly("CAP-VARIANT");
        assertThat(recorder.notices.get(0).text()).endsWith("is not supported");
    }

    @Test
    void otherFiles() {
        assertThat(CaptureFiles.isCapture("LibxlFmt".getBytes(StandardCharsets.US_ASCII)))
                .isFalse();
        assertThat(CaptureFiles.isCapture(new byte[3])).isFalse();
        assertThat(Recorder.read(new byte[0]).codes()).containsExactly("CAP-BADMAGIC");
        assertThat(Recorder.read(new Pcap(0xA1B2C3D4, false, 4, 0, 1).octets()).notices)
                .isEmpty();
    }

    @Test
    void modifiedRecordsUnderTheOrdinaryMagic() {
        Pcap modified = new Pcap(0xA1B2CD34, false, 4, 65_535, 1);
        byte[] capture = modified.packet(Pcap.START, frame(0, "ab"))
                .packet(Pcap.START, frame(2, "cd"))
                .octets();
        capture[0] = (byte) 0xD4;
        capture[1] = (byte) 0xC3;
        assertThat(Recorder.read(capture).first().text()).isEqualTo("abcd");
    }

    @Test
    void swappedLengthsOfOldVersions() {
        byte[] frame = frame(0, "abcd");
        byte[] capture = new Pcap(0xA1B2C3D4, false, 2, 65_535, 1)
                .record(Pcap.START, frame.length, frame.length - 2, Arrays.copyOf(frame, frame.length - 2))
                .octets();
        Recorder recorder = Recorder.read(capture);
        assertThat(recorder.first().text()).isEqualTo("ab__");
    }

    @Test
    void frameCheckSequenceIsTrimmed() {
        byte[] tcp = Frames.tcp(1234, 5555, 1, 1, Frames.ACK, new byte[0], new byte[] {'a', 'b'});
        byte[] frame = Frames.concat(
                Frames.ethernet(0x0800, Frames.ipv4(Frames.CLIENT, Frames.SERVER, 6, 1, 0, 0, tcp)), new byte[4]);
        byte[] capture = new Pcap(0xA1B2C3D4, false, 4, 65_535, 1 | 1 << 26 | 2 << 28)
                .packet(Pcap.START, frame)
                .octets();
        assertThat(Recorder.read(capture).first().text()).isEqualTo("ab");
    }

    @Test
    void snapLengthZeroAllowsMore() {
        byte[] capture = new Pcap(0xA1B2C3D4, false, 4, 0, 1)
                .packet(Pcap.START, frame(0, "x".repeat(60_000)))
                .octets();
        assertThat(Recorder.read(capture).first().offset).isEqualTo(60_000);
    }

    @Test
    void impossibleRecordEndsTheCapture() {
        byte[] capture = new Pcap(1)
                .packet(Pcap.START, frame(0, "ab"))
                .packet(Pcap.START, frame(2, "cd"))
                .record(Pcap.START, 100, 99, new byte[100])
                .octets();
        Recorder recorder = Recorder.read(capture);
        assertThat(recorder.first().text()).isEqualTo("abcd");
        assertThat(recorder.notices).hasSize(1);
        assertThat(recorder.first().found).containsExactly("CAP-NOSYN@0");
        assertThat(recorder.notices.get(0).code()).isEqualTo("CAP-CORRUPT");
        assertThat(recorder.notices.get(0).severity()).isEqualTo(Severity.ERROR);
        assertThat(recorder.notices.get(0).fileOffset()).isEqualTo(capture.length - 116);
    }

    @Test
    void timeGoingBackIsTold() {
        byte[] capture = new Pcap(1)
                .packet(Pcap.START, frame(0, "ab"))
                .packet(Pcap.START - 2_000_000_000L, frame(2, "cd"))
                .octets();
        Recorder recorder = Recorder.read(capture);
        assertThat(recorder.first().text()).isEqualTo("abcd");
        assertThat(recorder.codes()).contains("CAP-TIMEBACK");
    }

    @Test
    void sectionsInterfacesAndResolutions() {
        Pcapng pcapng = new Pcapng().section(false);
        byte[] nanoseconds = pcapng.option(9, new byte[] {9});
        byte[] name = pcapng.option(2, "eth0".getBytes(StandardCharsets.US_ASCII));
        pcapng.describe(1, name, nanoseconds)
                .enhanced(0, Pcap.START + 1, frame(0, "ab"))
                .describe(1, pcapng.option(9, new byte[] {(byte) 0x94}))
                .enhanced(1, Pcap.START / 1_000_000_000L << 20 | 1 << 19, frame(2, "cd"))
                .section(true);
        pcapng.describe(1, pcapng.option(14, pcapng.u64(1000)))
                .enhanced(0, Pcap.START / 1000 - 999_000_000L, frame(4, "ef"))
                .block(0x0BAD, pcapng.u32(99))
                .block(4, new byte[40])
                .block(10, new byte[400])
                .block(0x80001234, new byte[4])
                .simple(frame(6, "gh"))
                .old(0, 3, Pcap.START / 1000 - 998_000_000L, frame(8, "ij"));
        Recorder recorder = Recorder.read(pcapng.octets());
        assertThat(recorder.first().text()).isEqualTo("abcdefghij");
        assertThat(recorder.summary.firstTime()).isEqualTo(Pcap.START + 1);
        assertThat(recorder.summary.lastTime()).isEqualTo(Pcap.START + 2_000_000_000L);
        assertThat(recorder.summary.osDrops()).isEqualTo(3);
        assertThat(recorder.notices).extracting(CaptureNotice::code).contains("CAP-OSDROP");
        assertThat(recorder.summary.skipped()).isEmpty();
    }

    @Test
    void statisticsAndPacketOptions() {
        Pcapng pcapng = new Pcapng().section(false);
        pcapng.describe(1, pcapng.option(2, "eth7".getBytes(StandardCharsets.US_ASCII)))
                .enhanced(0, 1, frame(0, "ab"), pcapng.option(4, pcapng.u64(5)))
                .enhanced(0, 2, frame(2, "XX"), pcapng.option(2, pcapng.u32(1 << 24)))
                .enhanced(0, 3, frame(2, "cd"), pcapng.option(1, new byte[3]), pcapng.u32(0))
                .block(
                        5,
                        Frames.concat(new byte[12], pcapng.option(5, pcapng.u64(4)), pcapng.option(7, pcapng.u64(7))));
        Recorder recorder = Recorder.read(pcapng.octets());
        assertThat(recorder.first().text()).isEqualTo("abcd");
        assertThat(recorder.summary.osDrops()).isEqualTo(11);
        assertThat(recorder.notices.get(0).text()).contains("interface 0 (eth7)", "11");
        assertThat(recorder.summary.skipped()).containsEntry("damaged on the link", 1L);
    }

    @Test
    void unknownInterfaceAndDifferingLengths() {
        Pcapng pcapng = new Pcapng().section(false).describe(1).enhanced(3, 1, frame(0, "ab"));
        byte[] capture = Frames.concat(
                pcapng.enhanced(0, 1, frame(0, "cd")).octets(),
                Frames.u32(99, false),
                Frames.u32(16, false),
                Frames.u32(0, false),
                Frames.u32(20, false));
        Recorder recorder = Recorder.read(capture);
        assertThat(recorder.first().text()).isEqualTo("cd");
        assertThat(recorder.notices).extracting(CaptureNotice::code).containsExactly("CAP-CORRUPT", "CAP-CORRUPT");
        assertThat(recorder.summary.skipped()).containsEntry("interface not described", 1L);
    }

    @Test
    void incompleteLastBlock() {
        byte[] capture = new Pcapng()
                .section(true)
                .describe(1)
                .enhanced(0, 1, frame(0, "ab"))
                .octets();
        byte[] more = Frames.concat(capture, Arrays.copyOfRange(capture, capture.length - 40, capture.length - 3));
        assertThat(Recorder.read(more).first().text()).isEqualTo("ab");
        Recorder cut = Recorder.read(Arrays.copyOf(capture, capture.length - 1));
        assertThat(cut.codes()).containsExactly("CAP-PARTIAL");
        assertThat(cut.notices.get(0).severity()).isEqualTo(Severity.NOTE);
    }

    @Test
    void timestampUnits() {
        assertThat(TimestampUnit.of(0, 0).nanoseconds(1_700_000_000L)).isEqualTo(Pcap.START);
        assertThat(TimestampUnit.of(12, 0).nanoseconds(5_000)).isEqualTo(5);
        assertThat(TimestampUnit.of(127, 0).nanoseconds(5_000)).isZero();
        assertThat(TimestampUnit.of(0x80, 5).nanoseconds(2)).isEqualTo(7_000_000_000L);
        assertThat(TimestampUnit.of(0x80 | 33, 0).nanoseconds(1_700_000_000L << 33))
                .isEqualTo(Pcap.START);
        assertThat(TimestampUnit.of(0x80 | 63, 0).nanoseconds(Long.MIN_VALUE)).isEqualTo(1_000_000_000L);
        assertThat(TimestampUnit.of(0x80 | 64, 0).nanoseconds(Long.MIN_VALUE)).isEqualTo(500_000_000L);
        assertThat(TimestampUnit.of(6, -1).nanoseconds(1_000_001)).isEqualTo(1000);
    }
}
