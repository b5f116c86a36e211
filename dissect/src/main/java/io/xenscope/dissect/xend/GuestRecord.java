package io.xenscope.dissect.xend;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The header of xend's save files and relocations (carriers specification 4.3).
 *
 * <pre>
 *  0                 16      20
 *  +-------- … ------+-------+
 *  |    signature    |length |   length: of the configuration, signed, big-endian
 *  +-------- … ------+-------+
 * </pre>
 *
 * @param configLength octets of configuration behind it
 */
record GuestRecord(int configLength) {

    static final int LENGTH = 20;
    static final byte[] SIGNATURE = "LinuxGuestRecord".getBytes(StandardCharsets.US_ASCII);

    private static final int USUAL = 1 << 20;

    /**
     * Reads the header behind a sound signature and raises its findings.
     *
     * @param most octets after which a configuration is none
     */
    static GuestRecord read(Slice in, long most, Element element) {
        int length = length(in);
        long usual = Math.min(USUAL, most);
        if (length <= 0 || length > usual) {
            element.finding(
                    FindingCode.XEND_CFGLEN,
                    in.offset() + SIGNATURE.length,
                    4,
                    length + " octets, expected 1 to " + usual);
        }
        return new GuestRecord(length);
    }

    /** True when what stands behind the configuration can be found. */
    boolean isBelievable(long most) {
        return configLength >= 0 && configLength <= most;
    }

    private static int length(Slice in) {
        return (int) in.in(ByteOrder.BIG_ENDIAN).u32(SIGNATURE.length);
    }

    static Fields fields(Slice in) {
        return new FieldReader(in)
                .text("signature", 0, SIGNATURE.length)
                .leaf("config_len", SIGNATURE.length, 4, new Data.Numeric(length(in)), null)
                .fields();
    }
}
