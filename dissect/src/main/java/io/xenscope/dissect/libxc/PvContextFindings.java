package io.xenscope.dissect.libxc;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.layout.LayoutView;
import io.xenscope.dissect.layout.Tables;
import io.xenscope.dissect.libxc.VcpuBody.Blob;
import io.xenscope.dissect.migration.Element;

/** Judges the registers of a PV guest's virtual CPU (payload specification B.1, F). */
final class PvContextFindings {

    private static final long MOST_ENTRIES = 7168;
    private static final int ENTRIES_PER_FRAME = 512;
    private static final int PADS_64 = 7;
    private static final int PADS_32 = 6;

    private final ImageState image;
    private final Element element;

    PvContextFindings(ImageState image, Element element) {
        this.image = image;
        this.element = element;
    }

    void judge(String struct, Blob blob) {
        LayoutView context = LayoutView.of(Tables.pv(), struct, blob.seen(), blob.length(), image.release());
        boolean wide = struct.endsWith("64");
        if (context.has("gdt_ents")) {
            descriptors(context);
        }
        if (context.has("ctrlreg", 3)) {
            long value = context.get("ctrlreg", 3);
            long pfn = wide ? value >>> 12 : (value >>> 12 | value << 20) & 0xffff_ffffL;
            frame(FindingCode.PV_006, context, "ctrlreg", 3, pfn, "CR3 of vCPU " + blob.vcpu());
        }
        if (wide && context.has("ctrlreg", 1)) {
            long user = context.get("ctrlreg", 1);
            if (user != 0 && (user & 1) == 0) {
                element.finding(FindingCode.PV_007, context.offset("ctrlreg", 1), 8, "0x" + Long.toHexString(user));
            }
        }
        LayoutView registers = context.inner("user_regs", 0);
        String startInfo = wide ? "rdx" : "edx";
        if (blob.vcpu() == 0 && registers.has(startInfo)) {
            frame(FindingCode.PV_008, registers, startInfo, 0, registers.get(startInfo), "start_info");
        }
        for (int i = 0; i < (wide ? PADS_64 : PADS_32); i++) {
            if (!registers.isZero("_pad" + i)) {
                element.finding(FindingCode.PV_009, registers.offset("_pad" + i), 2, "vCPU " + blob.vcpu());
            }
        }
        if (context.has("flags") && context.bits("flags", "online") == 0) {
            element.finding(FindingCode.PV_010, context.offset("flags"), context.width("flags"), "vCPU " + blob.vcpu());
        }
    }

    private void descriptors(LayoutView context) {
        long entries = context.get("gdt_ents");
        if (Long.compareUnsigned(entries, MOST_ENTRIES) > 0) {
            element.finding(
                    FindingCode.PV_004,
                    context.offset("gdt_ents"),
                    context.width("gdt_ents"),
                    Long.toUnsignedString(entries) + " entries, receivers accept 7168");
            return;
        }
        for (int i = 0; i < (entries + ENTRIES_PER_FRAME - 1) / ENTRIES_PER_FRAME; i++) {
            if (context.has("gdt_frames", i)) {
                frame(FindingCode.PV_005, context, "gdt_frames", i, context.get("gdt_frames", i), "frame " + i);
            }
        }
    }

    private void frame(FindingCode code, LayoutView view, String field, int index, long pfn, String what) {
        Long end = image.knowledge().pvEndPfn;
        if (end != null && Long.compareUnsigned(pfn, end) > 0) {
            element.finding(
                    code,
                    view.offset(field, index),
                    view.width(field),
                    what + ": PFN 0x" + Long.toHexString(pfn) + ", the last is 0x" + Long.toHexString(end));
        }
    }
}
