package io.xenscope.dissect.xl;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The header of an xl save file or migration, in the byte order of the writing host (modern-stream specification 2).
 *
 * <pre>
 *  0               32      36      40      44      48
 *  +------- … -----+-------+-------+-------+-------+
 *  |     magic     | order |mandat.|option.|datalen|
 *  +------- … -----+-------+-------+-------+-------+
 * </pre>
 *
 * @param order byte order of the header and the configuration length
 * @param mandatoryFlags bit 0 JSON configuration, bit 1 libxl stream version 2
 * @param optionalFlags never examined by receivers
 * @param optionalLength octets behind the header that belong to it
 */
record XlHeader(ByteOrder order, long mandatoryFlags, long optionalFlags, long optionalLength) {

    static final int LENGTH = 48;

    /** The magic: text that shows damage by conversion of line ends. */
    static final byte[] MAGIC = "Xen saved domain, xl format\n \0 \r".getBytes(StandardCharsets.US_ASCII);

    private static final long NATIVE = 0x01020304L;
    private static final long SWAPPED = 0x04030201L;
    private static final long JSON = 1;
    private static final long STREAM_V2 = 2;

    boolean isJson() {
        return (mandatoryFlags & JSON) != 0;
    }

    boolean isStreamV2() {
        return (mandatoryFlags & STREAM_V2) != 0;
    }

    /** Reads the header and raises its findings; null when nothing behind it can be read. */
    static @Nullable XlHeader read(Slice octets, Element element) {
        long at = octets.offset();
        long orderWord = octets.u32(32);
        boolean sound = true;
        if (!octets.startsWith(MAGIC)) {
            element.finding(FindingCode.XLH_001, at, MAGIC.length, "expected the magic of an xl save file");
            sound = false;
        }
        if (orderWord != NATIVE && orderWord != SWAPPED) {
            element.finding(
                    FindingCode.XLH_002, at + 32, 4, "expected 0x1020304, found 0x" + Long.toHexString(orderWord));
            sound = false;
        }
        if (!sound) {
            return null;
        }
        ByteOrder order = orderWord == NATIVE ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        Slice in = octets.in(order);
        XlHeader header = new XlHeader(order, in.u32(36), in.u32(40), in.u32(44));
        header.check(at, element);
        return header;
    }

    private void check(long at, Element element) {
        if (order == ByteOrder.BIG_ENDIAN) {
            element.finding(FindingCode.XLH_003, at + 32, 4, "x86 receivers refuse it");
        }
        if ((mandatoryFlags & ~(JSON | STREAM_V2)) != 0) {
            element.finding(
                    FindingCode.XLH_004, at + 36, 4, "flags 0x" + Long.toHexString(mandatoryFlags) + ", known are 0x3");
        }
        if (!isStreamV2()) {
            element.finding(FindingCode.XLH_005, at + 36, 4, "receivers from 4.6 on start the converter");
        }
        if (optionalFlags != 0) {
            element.finding(FindingCode.XLH_006, at + 40, 4, "flags 0x" + Long.toHexString(optionalFlags));
        }
        if (optionalLength == 0) {
            element.finding(FindingCode.XLH_010, at + 44, 4, "the receiver needs a configuration file");
        }
    }

    static Fields fields(Slice octets) {
        ByteOrder order = octets.u32(32) == SWAPPED ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        Slice in = octets.in(order);
        String magic = in.part(0, 27).text();
        return new FieldReader(in)
                .leaf("magic", 0, MAGIC.length, new Data.Text(magic), null)
                .hex32("byteorder", 32)
                .hex32("mandatory_flags", 36)
                .hex32("optional_flags", 40)
                .u32("optional_data_len", 44)
                .fields();
    }
}
