package io.xenscope.dissect.qemu;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.SeenOctets;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.layout.LayoutReader;
import io.xenscope.dissect.layout.Tables;
import io.xenscope.dissect.migration.Element;
import java.util.ArrayList;
import java.util.List;

/**
 * libxl's list of memory the device model has mapped (payload specification E.3, legacy-stream specification 4.4.6). A
 * 64-bit toolstack leaves 4 stray octets behind each name.
 *
 * <pre>
 *  0       4       8               16              24              32      36
 *  +-------+-------+---------------+---------------+---------------+-------+------ … --+
 *  |version| count |  phys_offset  |  start_addr   |     size      |namelen| name      |
 *  +-------+-------+---------------+---------------+---------------+-------+------ … --+
 *                   the part behind count is repeated
 * </pre>
 */
public final class ToolstackBlob {

    private static final int HEADER = 8;
    private static final int ENTRY = 28;
    private static final int NAME_LENGTH = 24;
    private static final int STRAY = 4;

    private final Slice in;
    private final long length;
    private final int stray;

    /**
     * @param in the octets seen, up to the first that was lost
     * @param length of the whole blob
     */
    public ToolstackBlob(Slice in, long length) {
        this.in = in;
        this.length = length;
        this.stray = fits(STRAY) || !fits(0) ? STRAY : 0;
    }

    /** False when it is too short, or of a version other than 1, as far as that was seen. */
    public boolean hasVersion() {
        return length >= HEADER && (in.length() < 4 || in.u32(0) == 1);
    }

    /** False when the entries end before or behind the blob, whichever the toolstack's width. */
    public boolean isFilled() {
        return !isWhole() || fits(stray);
    }

    private boolean isWhole() {
        return in.length() == length && length >= HEADER && hasVersion();
    }

    /** True when the entries, each with {@code more} octets behind its name, end with the blob. */
    private boolean fits(int more) {
        if (!isWhole()) {
            return false;
        }
        long count = in.u32(4);
        long at = HEADER;
        for (long i = 0; i < count; i++) {
            if (at + ENTRY > in.length()) {
                return false;
            }
            at += ENTRY + in.u32((int) at + NAME_LENGTH) + more;
        }
        return at == in.length();
    }

    /** Adds version and count, and the entries where {@code layouts} reads them: not more than {@code most}. */
    public void describe(FieldReader fields, LayoutReader layouts, boolean entries, int most) {
        fields.u32("version", 0).u32("count", 4);
        if (isWhole() && fits(stray)) {
            fields.value("entries", entries ? entries(layouts, most) : new Value.Items(List.of(), in.u32(4)));
        }
    }

    private Value entries(LayoutReader layouts, int most) {
        long count = in.u32(4);
        String struct = stray == 0 ? "libxl_physmap_info_32" : "libxl_physmap_info_64";
        List<Value> entries = new ArrayList<>();
        int at = HEADER;
        for (long i = 0; i < count && entries.size() < most; i++) {
            int size = ENTRY + (int) in.u32(at + NAME_LENGTH) + stray;
            entries.add(layouts.read(Tables.toolstack(), struct, SeenOctets.whole(in.part(at, size)), size));
            at += size;
        }
        return new Value.Items(entries, count);
    }

    /** Finds names that are not there or do not end with NUL. */
    public void checkNames(Element element) {
        if (!isWhole() || !fits(stray)) {
            return;
        }
        int at = HEADER;
        for (long i = 0; i < in.u32(4); i++) {
            int name = (int) in.u32(at + NAME_LENGTH);
            if (name == 0 || in.u8(at + ENTRY + name - 1) != 0) {
                element.finding(
                        FindingCode.TOOL_003,
                        in.offset() + at + NAME_LENGTH,
                        4L + name,
                        name == 0
                                ? "entry " + i + " has no name"
                                : "the name of entry " + i + " does not end with NUL");
            }
            at += ENTRY + name + stray;
        }
    }
}
