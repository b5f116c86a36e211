package io.xenscope.dissect.libxc;

import io.xenscope.dissect.analysis.PfnSet;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.PfnArray;
import io.xenscope.dissect.fields.RecordBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * X86_PV_P2M_FRAMES (0x03): which PFNs hold the guest's P2M table (modern-stream specification 4.6).
 *
 * <pre>
 *  0       4       8               16
 *  +-------+-------+---------------+-- …
 *  | start |  end  | PFN of frame 0| …    end: highest PFN of the guest
 *  +-------+-------+---------------+-- …
 * </pre>
 */
final class X86PvP2mFrames implements RecordBody {

    static final RecordType TYPE =
            new RecordType(0x03, "X86_PV_P2M_FRAMES", RecordType.Guests.PV, 5, X86PvP2mFrames::new);

    private static final int PREFIX = 8;
    private static final int PAGE = 4096;

    /** Frames above 4 TiB of guest memory are not watched, so that a hostile list costs little. */
    private static final long KEPT_PFNS = 1L << 30;

    private final ImageState image;
    private final long offset;
    private final byte[] prefix = new byte[PREFIX];
    private int prefixSeen;
    private boolean prefixBroken;
    private final PfnArray frames;
    private final PfnSet announced = new PfnSet();
    private long endPfn = Long.MAX_VALUE;
    private long beyond;

    private X86PvP2mFrames(ImageState image, long offset, long length) {
        this.image = image;
        this.offset = offset;
        this.frames = new PfnArray(image.order == ByteOrder.BIG_ENDIAN, image.arrayHead(), this::frame);
    }

    private void frame(long pfn) {
        beyond += Long.compareUnsigned(pfn, endPfn) > 0 ? 1 : 0;
        if (pfn <= KEPT_PFNS
                && Long.compareUnsigned(pfn, endPfn) <= 0
                && !image.migration().wasSent(pfn)) {
            announced.add(pfn);
        }
    }

    @Override
    public void octets(byte[] octets, int index, int length) {
        int taken = Math.min(PREFIX - prefixSeen, length);
        if (taken > 0) {
            System.arraycopy(octets, index, prefix, prefixSeen, taken);
            prefixSeen += taken;
            if (prefixSeen == PREFIX) {
                endPfn = head().u32(4);
            }
        }
        if (!prefixBroken && length > taken) {
            frames.octets(octets, index + taken, length - taken);
        }
    }

    @Override
    public void missing(long count) {
        prefixBroken |= prefixSeen < PREFIX;
        frames.missing();
    }

    private Slice head() {
        return new Slice(Arrays.copyOf(prefix, prefixSeen), 0, prefixSeen, offset, 0, image.order);
    }

    @Override
    public Fields finish(Element element) {
        long at = element.start();
        if (image.p2mFramesSeen) {
            element.finding(FindingCode.PVR_011, at, 8, "repeated; the receiver's table grows");
        }
        if (!image.pvInfoSeen && !image.recordsLost) {
            element.finding(FindingCode.PVR_006, at, 8, "the guest's width is not known yet");
        }
        if (!image.staticEnd && image.version >= 3) {
            element.finding(FindingCode.PVR_007, at, 8, "in a version 3 image STATIC_DATA_END comes before");
        }
        image.staticEnd |= image.version == 2;
        image.p2mFramesSeen = true;
        if (element.bodyLength() < PREFIX) {
            element.finding(
                    FindingCode.PVR_008, at + 4, 4, "expected at least 8 octets, found " + element.bodyLength());
        } else if (prefixSeen == PREFIX && !prefixBroken) {
            checkRange(head(), element);
        }
        FieldReader fields = new FieldReader(head()).u32("p2m_start_pfn", 0).u32("p2m_end_pfn", 4);
        if (element.bodyLength() >= PREFIX && !prefixBroken) {
            fields.value("p2m_pfn", new Value.Items(frames.head(offset + PREFIX), frames.total()));
        }
        return fields.fields();
    }

    private void checkRange(Slice in, Element element) {
        long start = in.u32(0);
        long end = in.u32(4);
        if (start > end) {
            element.finding(
                    FindingCode.PVR_009,
                    in.offset(),
                    8,
                    "start 0x" + Long.toHexString(start) + " lies behind end 0x" + Long.toHexString(end));
            return;
        }
        if (start != 0) {
            element.finding(FindingCode.PVR_011, in.offset(), 4, "starts at PFN 0x" + Long.toHexString(start));
        }
        image.knowledge().pvEndPfn = end;
        image.p2mFrames = announced;
        if (image.guestWidth == 4 || image.guestWidth == 8) {
            long perFrame = PAGE / image.guestWidth;
            long expected = PREFIX + 8 * (end / perFrame + 1 - start / perFrame);
            if (element.bodyLength() != expected) {
                element.finding(
                        FindingCode.PVR_010,
                        element.start() + 4,
                        4,
                        "expected " + expected + " octets for PFN 0x" + Long.toHexString(start) + " to 0x"
                                + Long.toHexString(end) + ", found " + element.bodyLength());
            }
        }
        if (beyond > 0) {
            element.finding(
                    FindingCode.PVR_012,
                    in.offset() + PREFIX,
                    0,
                    beyond + " frames lie beyond PFN 0x" + Long.toHexString(end));
        }
    }
}
