package io.xenscope.dissect.libvirt;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The header of a save file, in the byte order of the writing host (carriers specification 2.1).
 *
 * <pre>
 *  0               16      20      24              64
 *  +------ … ------+-------+-------+------ … ------+
 *  |     magic     |version|xml_len|    unused     |
 *  +------ … ------+-------+-------+------ … ------+
 * </pre>
 *
 * @param version 1: a legacy image follows, 2: a libxl stream
 * @param xmlLength octets of configuration behind the header, its NUL included
 */
record SaveHeader(ByteOrder order, long version, long xmlLength) {

    static final int LENGTH = 64;
    static final byte[] MAGIC = "libvirt-xml\n \0 \r".getBytes(StandardCharsets.US_ASCII);

    static final long LEGACY = 1;
    static final long LIBXL = 2;

    private static final long PLAUSIBLE = 16L << 20;
    private static final int VERSION = 16;
    private static final int XML_LENGTH = 20;
    private static final int UNUSED = 24;

    /**
     * Reads the header behind a sound magic and raises its findings.
     *
     * @param most octets after which a configuration is none
     */
    static SaveHeader read(Slice octets, long most, Element element) {
        Slice in = ordered(octets);
        long at = in.offset();
        SaveHeader header = new SaveHeader(order(octets), in.u32(VERSION), in.u32(XML_LENGTH));
        if (header.version != LEGACY && header.version != LIBXL) {
            element.finding(
                    FindingCode.LV_VERSION, at + VERSION, 4, "version " + header.version + ", receivers know 1 and 2");
        }
        if (header.xmlLength == 0 || header.xmlLength > most) {
            element.finding(
                    FindingCode.LV_XMLLEN, at + XML_LENGTH, 4, header.xmlLength + " octets, expected 1 to " + most);
        }
        for (int i = UNUSED; i < LENGTH; i++) {
            if (in.u8(i) != 0) {
                element.finding(FindingCode.LV_PAD, at + UNUSED, LENGTH - UNUSED, "expected zeros");
                break;
            }
        }
        return header;
    }

    static Fields fields(Slice octets) {
        return new FieldReader(ordered(octets))
                .leaf("magic", 0, MAGIC.length, new Data.Text("libvirt-xml"), null)
                .u32("version", VERSION)
                .u32("xml_len", XML_LENGTH)
                .fields();
    }

    private static Slice ordered(Slice octets) {
        return octets.in(order(octets));
    }

    /** Big-endian where the length makes sense only so. */
    private static ByteOrder order(Slice octets) {
        boolean little = isLength(octets.in(ByteOrder.LITTLE_ENDIAN).u32(XML_LENGTH));
        boolean big = isLength(octets.in(ByteOrder.BIG_ENDIAN).u32(XML_LENGTH));
        return big && !little ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private static boolean isLength(long length) {
        return length > 0 && length <= PLAUSIBLE;
    }
}
