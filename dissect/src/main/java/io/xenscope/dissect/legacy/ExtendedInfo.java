package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.RecordBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The blocks of the extended info of a PV image (legacy-stream specification 3.2).
 *
 * <pre>
 *  0       W     W+4
 *  +-------+-------+-------+-------+-- … --+
 *  | ones  | total |  id   | size  | data  |   blocks of total octets: vcpu, extv, xcnt
 *  +-------+-------+-------+-------+-- … --+
 * </pre>
 */
final class ExtendedInfo implements RecordBody {

    /** Longest extended info believed. */
    static final long MOST = 65_536;

    private static final int HEADER = 8;
    private static final int CONTEXT_32 = 2800;
    private static final int CONTEXT_64 = 5168;
    private static final int BLOCKS_KEPT = 64;

    private final ImageState image;
    private final long offset;
    private final long total;
    private final byte[] header = new byte[HEADER];
    private final byte[] xcnt = new byte[4];
    private final List<Value> blocks = new ArrayList<>();
    private final List<Pending> pending = new ArrayList<>();
    private int headerSeen;
    private long position;
    private long dataLeft;
    private int xcntSeen = -1;
    private int count;
    private int xcntAt;
    private boolean xcntWhole;
    private boolean outOfStep;
    private boolean lost;

    /** A finding that waits for the end of the element. */
    private record Pending(FindingCode code, long offset, long length, String text) {}

    ExtendedInfo(ImageState image, long offset, long total) {
        this.image = image;
        this.offset = offset;
        this.total = total;
    }

    @Override
    public void octets(byte[] octets, int index, int length) {
        int at = index;
        int end = index + length;
        while (at < end && !outOfStep && !lost) {
            if (dataLeft > 0) {
                int taken = (int) Math.min(dataLeft, end - at);
                for (int i = 0; i < taken && xcntSeen >= 0 && xcntSeen < xcnt.length; i++) {
                    xcnt[xcntSeen++] = octets[at + i];
                    xcntWhole |= xcntSeen == xcnt.length;
                }
                at += taken;
                position += taken;
                dataLeft -= taken;
            } else {
                header[headerSeen++] = octets[at++];
                position++;
                if (headerSeen == HEADER) {
                    headerSeen = 0;
                    block(new Slice(header.clone(), 0, HEADER, offset + position - HEADER, 0, ByteOrder.LITTLE_ENDIAN));
                }
            }
        }
    }

    private void block(Slice in) {
        String id = in.part(0, 4).text();
        long size = in.u32(4);
        long remaining = total - position + HEADER;
        count++;
        if (blocks.size() < BLOCKS_KEPT) {
            blocks.add(new FieldReader(in).text("id", 0, 4).u32("size", 4).fields());
        }
        if (size + HEADER > remaining) {
            raise(FindingCode.E03, in, "block of " + size + " octets where " + (remaining - HEADER) + " remain");
            outOfStep = true;
            return;
        }
        dataLeft = size;
        xcntSeen = -1;
        switch (id) {
            case "vcpu" -> vcpu(in, size);
            case "extv" -> {
                image.extendedVcpus = true;
                image.release.seen(Release.V3_2);
                if (size != 0) {
                    raise(FindingCode.E06, in, "found " + size + " octets; receivers skip them");
                }
            }
            case "xcnt" -> {
                xcntSeen = 0;
                xcntAt = (int) position;
                image.release.seen(Release.V4_1);
                if (size != 4) {
                    raise(FindingCode.E05, in, "found " + size + " octets; receivers read 4 and lose step");
                }
            }
            default -> raise(FindingCode.E04, in, "block of " + size + " octets no release writes; receivers skip it");
        }
    }

    private void vcpu(Slice in, long size) {
        if (size == CONTEXT_64 || size == CONTEXT_32) {
            image.guestWidth = size == CONTEXT_64 ? 8 : 4;
        } else {
            raise(FindingCode.E02, in, "found " + size + " octets, expected 2800 or 5168");
            outOfStep = true;
        }
    }

    private void raise(FindingCode code, Slice in, String text) {
        pending.add(new Pending(code, in.offset() + 4, 4, text));
    }

    @Override
    public void missing(long octets) {
        lost |= headerSeen > 0 || octets > dataLeft || xcntSeen >= 0;
        long taken = Math.min(octets, dataLeft);
        dataLeft -= taken;
        position += octets;
        if (lost) {
            // The totals real senders write tell which blocks there are.
            long vcpu = total >= HEADER + CONTEXT_64 ? HEADER + CONTEXT_64 : HEADER + CONTEXT_32;
            image.guestWidth = vcpu == HEADER + CONTEXT_64 ? 8 : 4;
            image.extendedVcpus = total > vcpu;
            image.xcnt = total > vcpu + HEADER ? -1 : 0;
        }
    }

    /** True when the blocks do not fit, so that nothing tells where the frame list begins. */
    boolean isOutOfStep() {
        return outOfStep;
    }

    @Override
    public Fields finish(Element element) {
        if (headerSeen > 0 && !lost) {
            outOfStep = true;
            pending.add(new Pending(
                    FindingCode.E03,
                    offset + total - headerSeen,
                    headerSeen,
                    headerSeen + " octets remain, a block has at least 8"));
        }
        pending.forEach(one -> element.finding(one.code(), one.offset(), one.length(), one.text()));
        Slice whole = new Slice(xcnt, 0, xcnt.length, offset, 0, ByteOrder.LITTLE_ENDIAN);
        FieldReader fields = new FieldReader(whole);
        fields.leaf("total", -4, 4, new Data.Numeric(total), null);
        fields.value("blocks", new Value.Items(blocks, count));
        if (xcntWhole) {
            image.xcnt = whole.u32(0);
            fields.leaf("xcnt", xcntAt, 4, new Data.Numeric(image.xcnt), null);
        }
        return fields.fields();
    }
}
