package io.xenscope.samples.grammar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes the libxc records of PV guests (section 4.6). The records of a VCPU share their first 8 octets:
 *
 * <pre>
 *  0          4          8
 * +----------+----------+---------------+
 * | vcpu_id  | 0        | blob          |
 * +----------+----------+---------------+
 * </pre>
 */
public final class PvRecords {
    private static final int BASIC_64 = 0x1430;
    private static final int BASIC_32 = 0xaf0;
    private static final int MAX_PFN_64 = 3088;
    private static final int MAX_PFN_32 = 2316;

    private final RecordFraming framing;

    PvRecords(RecordFraming framing) {
        this.framing = framing;
    }

    /** X86_PV_INFO (0x02) of a guest with pointers of 8 or 4 octets. */
    public void info(int width) throws IOException {
        info(width, width == 8 ? 4 : 3);
    }

    /** X86_PV_INFO (0x02) with any width and page-table depth. */
    public void info(int width, int levels) throws IOException {
        Body body = framing.body().u8(width).u8(levels).zeroes(6);
        framing.record(RecordType.X86_PV_INFO, "X86_PV_INFO", body, "width=" + width + " levels=" + levels);
    }

    /** X86_PV_P2M_FRAMES (0x03) with any frames. */
    public void p2mFrames(long startPfn, long endPfn, long... frames) throws IOException {
        Body body = framing.body().u32(startPfn).u32(endPfn);
        for (long frame : frames) {
            body.u64(frame);
        }
        String detail = String.format("start=0x%x end=0x%x", startPfn, endPfn);
        framing.record(RecordType.X86_PV_P2M_FRAMES, "X86_PV_P2M_FRAMES", body, detail);
    }

    /** Number of frames a P2M table from PFN 0 to {@code endPfn} takes in a guest of the given width. */
    public static int p2mFrameCount(int width, long endPfn) {
        return (int) (endPfn / (PageSource.PAGE_SIZE / width)) + 1;
    }

    /** X86_PV_P2M_FRAMES (0x03) from PFN 0 on, the table lying in consecutive frames from {@code firstFrame} on. */
    public void p2mFrames(int width, long endPfn, long firstFrame) throws IOException {
        long[] frames = new long[p2mFrameCount(width, endPfn)];
        Arrays.setAll(frames, i -> firstFrame + i);
        p2mFrames(0, endPfn, frames);
    }

    /** X86_PV_VCPU_BASIC (0x04) of the right length for the width, with sound content. */
    public void vcpuBasic(int vcpu, int width) throws IOException {
        vcpuBasic(vcpu, SoundState.vcpuContext(width == 8 ? BASIC_64 : BASIC_32));
    }

    /** X86_PV_VCPU_BASIC (0x04) with any blob. */
    public void vcpuBasic(int vcpu, byte[] blob) throws IOException {
        vcpu(RecordType.X86_PV_VCPU_BASIC, "X86_PV_VCPU_BASIC", vcpu, blob);
    }

    /** X86_PV_VCPU_EXTENDED (0x05); senders write 56 octets up to 4.9 and 64 later, the converter 128. */
    public void vcpuExtended(int vcpu, byte[] blob) throws IOException {
        vcpu(RecordType.X86_PV_VCPU_EXTENDED, "X86_PV_VCPU_EXTENDED", vcpu, blob);
    }

    /** X86_PV_VCPU_EXTENDED (0x05) with sound content. */
    public void vcpuExtended(int vcpu, int length) throws IOException {
        vcpuExtended(vcpu, SoundState.extendedContext(vcpu, length));
    }

    /** X86_PV_VCPU_XSAVE (0x06) of a guest that uses AVX. */
    public void vcpuXsave(int vcpu) throws IOException {
        vcpuXsave(vcpu, SoundState.xsave(vcpu));
    }

    /** X86_PV_VCPU_XSAVE (0x06); 16 octets for a guest that never touched the state, or none at all. */
    public void vcpuXsave(int vcpu, byte[] blob) throws IOException {
        vcpu(RecordType.X86_PV_VCPU_XSAVE, "X86_PV_VCPU_XSAVE", vcpu, blob);
    }

    /** SHARED_INFO (0x07) with any body; a correct one has 4096 octets. */
    public void sharedInfo(byte... page) throws IOException {
        framing.record(RawRecord.of(RecordType.SHARED_INFO, page), "SHARED_INFO", "");
    }

    /** SHARED_INFO (0x07) of a guest with words of {@code width} octets and {@code pages} PFNs. */
    public void sharedInfo(int width, long pages) throws IOException {
        byte[] page = new byte[PageSource.PAGE_SIZE];
        ByteBuffer octets = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
        if (width == 8) {
            octets.putLong(MAX_PFN_64, pages);
        } else {
            octets.putInt(MAX_PFN_32, (int) pages);
        }
        sharedInfo(page);
    }

    /** X86_PV_VCPU_MSRS (0x0c); without entries it is the empty record of releases 4.6 to 4.8. */
    public void vcpuMsrs(int vcpu, MsrEntry... entries) throws IOException {
        Body blob = framing.body();
        for (MsrEntry entry : entries) {
            blob.u32(entry.index()).u32(0).u64(entry.value());
        }
        vcpu(RecordType.X86_PV_VCPU_MSRS, "X86_PV_VCPU_MSRS", vcpu, blob.toByteArray());
    }

    private void vcpu(int type, String name, int vcpu, byte[] blob) throws IOException {
        Body body = framing.body().u32(vcpu).u32(0).octets(blob);
        framing.record(type, name, body, "vcpu=" + vcpu + " bytes=" + blob.length);
    }
}
