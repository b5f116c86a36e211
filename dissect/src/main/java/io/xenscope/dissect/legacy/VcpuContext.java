package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.PieceConsumer;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.Kept;
import io.xenscope.dissect.fields.SeenOctets;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.layout.LayoutReader;
import io.xenscope.dissect.layout.Tables;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.pv.StartInfoPages;
import java.nio.ByteOrder;
import java.util.function.Supplier;

/**
 * The state of one vcpu in a PV tail (legacy-stream specification 5.1).
 *
 * <pre>
 *  0              2800 or 5168     +128    +8      +8
 *  +--------- … ---------+--- … ---+-------+-------+-- … --+
 *  | context             | extended| mask  | size  | xsave |
 *  +--------- … ---------+--- … ---+-------+-------+-- … --+
 * </pre>
 *
 * The extended context is there when the extended info has extv, the rest when it has xcnt.
 */
final class VcpuContext {

    private static final int EXTENDED = 128;
    private static final int XSAVE_HEADER = 16;
    private static final long XSAVE_MOST = 1 << 20;
    private static final long GDT_MOST = 8192;

    private final ImageState image;
    private final int vcpu;
    private final Supplier<Step> next;
    private final boolean wide;
    private final int context;
    private final int fixed;

    VcpuContext(ImageState image, int vcpu, Supplier<Step> next) {
        this.image = image;
        this.vcpu = vcpu;
        this.next = next;
        this.wide = image.guestWidth == 8;
        this.context = wide ? 5168 : 2800;
        this.fixed = context + (image.extendedVcpus ? EXTENDED : 0);
    }

    Step start(Slice seen) {
        boolean extendedState = image.xcnt != 0;
        int length = fixed + (extendedState ? XSAVE_HEADER : 0);
        Element element = image.begin("VCPU_CONTEXT", null, seen, length, length);
        Kept kept = new Kept(seen.offset(), image.bodyKept());
        return Step.stream(length, kept, () -> {
            SeenOctets octets = kept.seen(0, ByteOrder.LITTLE_ENDIAN);
            return extendedState ? xsave(element, octets, kept) : complete(element, octets, -1);
        });
    }

    private Step xsave(Element element, SeenOctets seen, Kept kept) {
        long size = seen.has(fixed + 8, 8) ? seen.number(fixed + 8, 8) : image.xcnt - XSAVE_HEADER;
        if (size < 0 || size > XSAVE_MOST) {
            return image.lost(
                    element.start(),
                    FindingCode.E24,
                    element.start() + fixed + 8,
                    8,
                    "size " + ImageState.hex(size) + ", expected " + (image.xcnt - XSAVE_HEADER)
                            + "; nothing tells where the tail goes on, and receivers misread it or crash");
        }
        if (image.xcnt > 0 && size + XSAVE_HEADER != image.xcnt) {
            element.finding(
                    FindingCode.E24,
                    element.start() + fixed + 8,
                    8,
                    "vcpu " + vcpu + ": size " + size + " and its header of 16 octets, xcnt announced " + image.xcnt
                            + "; receivers read so much for each vcpu and misread the rest of the tail, "
                            + "mostly without noticing");
        }
        element.grow(fixed + XSAVE_HEADER + size);
        PieceConsumer area = image.looksInside() ? kept : PieceConsumer.ignoring();
        return Step.stream(size, area, () -> complete(element, kept.seen(0, ByteOrder.LITTLE_ENDIAN), size));
    }

    private Step complete(Element element, SeenOctets seen, long xsaveSize) {
        if (seen.has(0, context)) {
            judge(element, seen.octets());
        }
        image.complete(element, fields(seen, xsaveSize));
        return next.get();
    }

    private Fields fields(SeenOctets seen, long xsaveSize) {
        FieldReader fields = new FieldReader(seen.octets()).leaf("vcpu", 0, context, new Data.Numeric(vcpu), null);
        int word = wide ? 8 : 4;
        int startInfo = StartInfoPages.pfnAt(wide);
        if (vcpu == 0 && seen.has(startInfo, word)) {
            fields.leaf("start_info_pfn", startInfo, word, new Data.Numeric(seen.number(startInfo, word)), null);
        }
        if (seen.has(cr3At(), word)) {
            fields.leaf("cr3_pfn", cr3At(), word, new Data.Hex(cr3(seen.octets())), null);
        }
        if (xsaveSize >= 0 && seen.has(fixed, XSAVE_HEADER)) {
            fields.hex64("xsave_mask", fixed).leaf("xsave_size", fixed + 8, 8, new Data.Numeric(xsaveSize), null);
        }
        if (image.looksInside()) {
            structures(fields, seen, xsaveSize);
        }
        return fields.fields();
    }

    private void structures(FieldReader fields, SeenOctets seen, long xsaveSize) {
        Fields startInfo = vcpu == 0 ? image.startInfo.fields(seen.part(0, context), wide, image.layouts()) : null;
        if (startInfo != null) {
            fields.value("start_info", startInfo);
        }
        LayoutReader layouts = image.layouts();
        String struct = wide ? "vcpu_guest_context_x86_64" : "vcpu_guest_context_x86_32";
        fields.value("context", layouts.read(Tables.pv(), struct, seen.part(0, context), context, vcpu));
        if (image.extendedVcpus) {
            fields.value("extended", extended(seen.part(context, EXTENDED), layouts));
        }
        if (xsaveSize > 0) {
            SeenOctets area = seen.part(fixed + XSAVE_HEADER, xsaveSize);
            fields.value("xsave", layouts.read(Tables.pv(), "pv_vcpu_xsave", area, xsaveSize, vcpu));
        }
    }

    /** The structure says itself how much of the 128 octets it fills. */
    private Fields extended(SeenOctets seen, LayoutReader layouts) {
        long told = seen.has(4, 4) ? seen.number(4, 4) : EXTENDED;
        long size = told < 32 ? EXTENDED : Math.min(told, EXTENDED);
        return layouts.read(Tables.pv(), "xen_domctl_ext_vcpucontext", seen.part(0, size), size, vcpu);
    }

    private int cr3At() {
        return (wide ? 4984 : 2716) + 3 * (wide ? 8 : 4);
    }

    /** PFN of the top page table: 32-bit guests keep the PFN bits above 20 in the lowest bits. */
    private long cr3(Slice in) {
        if (wide) {
            return in.u64(cr3At()) >>> 12;
        }
        long value = in.u32(cr3At());
        return (value >>> 12 | value << 20) & 0xffff_ffffL;
    }

    private void judge(Element element, Slice in) {
        long entries = wide ? in.u64(4960) : in.u32(2704);
        if (Long.compareUnsigned(entries, GDT_MOST) > 0) {
            element.finding(
                    FindingCode.E28,
                    in.offset() + (wide ? 4960 : 2704),
                    wide ? 8 : 4,
                    "vcpu " + vcpu + ": " + ImageState.hex(entries) + " entries, receivers accept 8192");
        } else {
            descriptorFrames(element, in, (int) (entries + 511) / 512);
        }
        if (vcpu == 0) {
            int at = StartInfoPages.pfnAt(wide);
            long pfn = wide ? in.u64(at) : in.u32(at);
            frame(element, at, "start_info", pfn, image.tables.contains(pfn), "an ordinary page");
        }
        long top = cr3(in);
        boolean wrong = image.release.isAtLeast(Release.V3_1)
                && image.migration().wasSent(top)
                && !image.topTables.contains(top);
        frame(element, cr3At(), "CR3", top, wrong && hasKnownLevels(), "a page table of the top level");
    }

    /** Without extended info a 32-bit guest may have two levels of page tables or three. */
    private boolean hasKnownLevels() {
        return wide || image.extendedInfo;
    }

    private void descriptorFrames(Element element, Slice in, int frames) {
        for (int i = 0; i < frames; i++) {
            int at = wide ? 4832 + 8 * i : 2640 + 4 * i;
            frame(element, at, "gdt_frames", wide ? in.u64(at) : in.u32(at), false, "");
        }
    }

    private void frame(Element element, int at, String what, long pfn, boolean wrongType, String expected) {
        if (Long.compareUnsigned(pfn, image.p2mSize) < 0 && !wrongType) {
            return;
        }
        String why = wrongType
                ? ", which was not sent as " + expected + "; the restore fails at its end"
                : ", the guest has " + ImageState.hex(image.p2mSize)
                        + " PFNs; the restore fails at its end, at a far CR3 with a crash";
        element.finding(
                FindingCode.E27,
                element.start() + at,
                wide ? 8 : 4,
                "vcpu " + vcpu + ": " + what + " PFN " + ImageState.hex(pfn) + why);
    }
}
