package io.xenscope.dissect.libxc;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.PfnArray;
import io.xenscope.dissect.fields.RecordBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Knowledge;
import java.nio.ByteOrder;

/**
 * CHECKPOINT_DIRTY_PFN_LIST (0x0F): what the secondary's guest wrote since the last COLO checkpoint, an array of 64-bit
 * PFNs (modern-stream specification 6).
 */
public final class CheckpointDirtyPfnList implements RecordBody {

    /** Its number in the libxc space. */
    public static final long ID = 0x0f;

    public static final String NAME = "CHECKPOINT_DIRTY_PFN_LIST";

    static final RecordType TYPE = new RecordType(
            ID,
            NAME,
            RecordType.Guests.HVM,
            0,
            (image, offset, length) -> new CheckpointDirtyPfnList(
                    image.knowledge(), offset, image.arrayHead(), image.order == ByteOrder.BIG_ENDIAN, true));

    private final Knowledge known;
    private final long offset;
    private final boolean mainStream;
    private final PfnArray pfns;
    private long previous = -1;
    private boolean unordered;
    private long beyond;

    /**
     * @param offset where the array begins
     * @param limit PFNs kept for display
     * @param mainStream true where the record does not belong, on the stream to the receiver
     */
    public CheckpointDirtyPfnList(Knowledge known, long offset, int limit, boolean bigEndian, boolean mainStream) {
        this.known = known;
        this.offset = offset;
        this.mainStream = mainStream;
        this.pfns = new PfnArray(bigEndian, limit, this::pfn);
    }

    private void pfn(long pfn) {
        unordered |= Long.compareUnsigned(pfn, previous) <= 0 && previous != -1;
        previous = pfn;
        Long end = known.firstPassEnd;
        beyond += end != null && Long.compareUnsigned(pfn, end) >= 0 ? 1 : 0;
    }

    @Override
    public void octets(byte[] octets, int index, int length) {
        pfns.octets(octets, index, length);
    }

    @Override
    public void missing(long count) {
        pfns.missing();
    }

    @Override
    public Fields finish(Element element) {
        if (mainStream) {
            element.finding(FindingCode.BC_001, element.start(), 8, "it belongs on the back channel");
        }
        if (element.bodyLength() % Long.BYTES != 0) {
            element.finding(
                    FindingCode.BC_002,
                    element.start() + 4,
                    4,
                    "expected a multiple of 8 octets, found " + element.bodyLength());
        }
        if (unordered) {
            element.finding(FindingCode.BC_008, offset, 0, "real senders list PFNs in ascending order");
        }
        if (beyond > 0) {
            element.finding(FindingCode.BC_003, offset, 0, beyond + " PFNs are not below 0x" + Long.toHexString(end()));
        }
        return new FieldReader(new Slice(new byte[0], 0, 0, offset, 0, ByteOrder.LITTLE_ENDIAN))
                .leaf("count", 0, element.bodyLength(), new Value.Data.Numeric(element.bodyLength() / 8), null)
                .value("pfns", new Value.Items(pfns.head(offset), pfns.total()))
                .fields();
    }

    private long end() {
        Long end = known.firstPassEnd;
        return end == null ? 0 : end;
    }
}
