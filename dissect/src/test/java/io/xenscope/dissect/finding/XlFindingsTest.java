package io.xenscope.dissect.finding;

import static io.xenscope.dissect.finding.FindingCase.error;
import static io.xenscope.dissect.finding.FindingCase.file;
import static io.xenscope.dissect.finding.FindingCase.note;
import static io.xenscope.dissect.finding.FindingCase.warn;
import static io.xenscope.dissect.test.Octets.insert;
import static io.xenscope.dissect.test.Octets.join;
import static io.xenscope.dissect.test.Octets.patch;
import static io.xenscope.dissect.test.Octets.without;

import io.xenscope.dissect.detect.Format;
import io.xenscope.dissect.test.Decoded;
import io.xenscope.dissect.test.Guests;
import io.xenscope.samples.grammar.StreamWriter;
import io.xenscope.samples.grammar.XlHeader;
import java.nio.ByteOrder;
import java.util.List;

/** The xl header (specification 8.1, XLH). The domain header of {@code xl(config)} stands behind 48 + 4 + config octets. */
class XlFindingsTest extends FindingTable {

    private static final byte[] SOUND = Guests.xl("{}");

    private static byte[] with(XlHeader header) {
        return join(StreamWriter.octets(w -> w.xl().header(header)), Guests.libxl());
    }

    private static XlHeader json() {
        return XlHeader.json("{}");
    }

    @Override
    List<FindingCase> cases() {
        return List.of(
                file("sound", SOUND),
                new FindingCase(
                        "magic damaged by line-end conversion",
                        () -> Decoded.file(patch(SOUND, 27, 0x0d), Format.XL),
                        List.of(error(FindingCode.XLH_001, 0))),
                file("neither byte order", patch(SOUND, 32, 0xef, 0xbe, 0xad, 0xde), error(FindingCode.XLH_002, 32)),
                file(
                        "big-endian host",
                        join(StreamWriter.octets(ByteOrder.BIG_ENDIAN, w -> w.xl().header("{}")), Guests.libxl()),
                        warn(FindingCode.XLH_003, 32)),
                file("mandatory flag 4", with(json().withMandatoryFlags(7)), error(FindingCode.XLH_004, 36)),
                file(
                        "no STREAMv2 flag, so that the modern stream behind it makes a poor legacy one",
                        with(json().withMandatoryFlags(1)),
                        note(FindingCode.XLH_005, 36),
                        error(FindingCode.E01, 55),
                        note(FindingCode.E07, 59)),
                file("optional flag 1", with(json().withOptionalFlags(1)), warn(FindingCode.XLH_006, 40)),
                file("two octets of optional data", twoOctetsOfOptionalData(), error(FindingCode.XLH_007, 48)),
                file(
                        "config_len one more than there is",
                        with(json().withConfigLength(4)),
                        error(FindingCode.XLH_008, 48)),
                file("config_len all there is", with(json().withConfigLength(3))),
                file("octets behind the config", with(json().withTail((byte) 1)), warn(FindingCode.XLH_009, 55)),
                file("no optional data", with(json().withOptionalLength(0)), warn(FindingCode.XLH_010, 44)),
                file(
                        "config_len negative for C",
                        with(json().withConfigLength(0x80000000L)),
                        error(FindingCode.XLH_011, 48),
                        error(FindingCode.XLH_008, 48)),
                file("config no JSON", Guests.xl("{"), error(FindingCode.XLH_012, 52)),
                file("config without NUL", patch(SOUND, 54, ' '), error(FindingCode.XLH_012, 52)),
                file("JSON flag clear", with(json().withMandatoryFlags(2)), warn(FindingCode.XLH_013, 52)),
                file(
                        "pv configured, HVM image",
                        Guests.xl("{\"c_info\":{\"type\":\"pv\"}}"),
                        error(FindingCode.XLH_014, 48 + 4 + 25 + 16 + 8 + 24)),
                file("hvm configured, HVM image", Guests.xl("{\"c_info\":{\"type\":\"hvm\"}}")),
                file(
                        "optional data beyond any configuration",
                        patch(SOUND, 44, 1, 0, 0, 4),
                        error(FindingCode.XLH_008, 44)));
    }

    private static byte[] twoOctetsOfOptionalData() {
        byte[] none = without(SOUND, 48, 55);
        return insert(patch(none, 44, 2), 48, new byte[2]);
    }
}
