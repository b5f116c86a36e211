package io.xenscope.samples.grammar;

import java.io.IOException;
import java.nio.ByteOrder;

/**
 * Writes headers and records of a libxc image (section 4). Records that exist for one kind of guest only are reached
 * through {@link #pv()} and {@link #hvm()}.
 *
 * <pre>
 * image header   ff*8 , "XENF" , u32 version , u16 options , u16 0 , u32 0     24 octets, big-endian
 * domain header  u32 type , u16 page_shift , u16 0 , u32 major , u32 minor     16 octets
 * record         u32 type , u32 length , body , padding
 * </pre>
 */
public final class LibxcWriter {
    private final StreamWriter stream;
    private final RecordFraming framing;
    private final PageDataWriter pages;
    private final PvRecords pv;
    private final HvmRecords hvm;
    private long checkpoints;

    LibxcWriter(StreamWriter stream, ByteOrder order) {
        this.stream = stream;
        this.framing = new RecordFraming(stream, order, "libxc");
        this.pages = new PageDataWriter(stream, framing);
        this.pv = new PvRecords(framing);
        this.hvm = new HvmRecords(framing);
    }

    /** Records of PV guests. */
    public PvRecords pv() {
        return pv;
    }

    /** Records of HVM and PVH guests. */
    public HvmRecords hvm() {
        return hvm;
    }

    /** Image header announcing the byte order of this writer. */
    public void imageHeader(int version) throws IOException {
        imageHeader(version, framing.order() == ByteOrder.BIG_ENDIAN ? 1 : 0);
    }

    /** Image header with any options (u16); they do not change the byte order of this writer. */
    public void imageHeader(int version, int options) throws IOException {
        imageHeader(0x58454e46, version, options, 0, 0);
    }

    /** Image header with any content behind the marker. */
    public void imageHeader(int id, int version, int options, int reserved16, int reserved32) throws IOException {
        Body body = new Body(ByteOrder.BIG_ENDIAN).u64(-1).u32(id).u32(version);
        body.u16(options).u16(reserved16).u32(reserved32);
        framing.header("IMAGE_HEADER", body, String.format("version=%d options=0x%x", version, options));
    }

    /** Domain header with pages of 4096 octets. */
    public void domainHeader(DomainType type, int xenMajor, int xenMinor) throws IOException {
        domainHeader(type.id(), 12, xenMajor, xenMinor);
    }

    /** Domain header with any content. */
    public void domainHeader(long type, int pageShift, long xenMajor, long xenMinor) throws IOException {
        Body body = framing.body().u32(type).u16(pageShift).u16(0).u32(xenMajor).u32(xenMinor);
        String xen = xenMajor + "." + xenMinor;
        framing.header(
                "DOMAIN_HEADER", body, "type=" + DomainType.label(type) + " page_shift=" + pageShift + " xen=" + xen);
    }

    /** END (0x00). */
    public void end() throws IOException {
        framing.empty(RecordType.END, "END");
    }

    /** PAGE_DATA (0x01) of these entries, with contents for those that carry data. */
    public void pageData(PageSource source, PageEntry... entries) throws IOException {
        pageData(source, PageBatch.of(entries));
    }

    /** PAGE_DATA (0x01) of a batch; an empty batch gives the record of length 8 some converters write. */
    public void pageData(PageSource source, PageBatch batch) throws IOException {
        pages.write(batch, source);
    }

    /** X86_TSC_INFO (0x08). */
    public void tscInfo(TscInfo info) throws IOException {
        Body body = framing.body().u32(info.mode()).u32(info.khz()).u64(info.nsec());
        body.u32(info.incarnation()).u32(0);
        String detail = String.format(
                "mode=%d khz=%d nsec=%d incarnation=%d", info.mode(), info.khz(), info.nsec(), info.incarnation());
        framing.record(RecordType.X86_TSC_INFO, "X86_TSC_INFO", body, detail);
    }

    /** VERIFY (0x0d). */
    public void verify() throws IOException {
        framing.empty(RecordType.VERIFY, "VERIFY");
    }

    /** CHECKPOINT (0x0e). */
    public void checkpoint() throws IOException {
        checkpoints++;
        framing.record(RecordType.CHECKPOINT, "CHECKPOINT", framing.body(), "epoch=" + checkpoints);
    }

    /**
     * CHECKPOINT_DIRTY_PFN_LIST (0x0f). Its length field counts the PFNs alone in every framing.
     *
     * <pre>
     * PLAIN      type , length = 8*n ,                n * u64 PFN
     * SURPLUS_8  type , length = 8*n , 8 octets 00 ,  n * u64 PFN
     * </pre>
     */
    public void checkpointDirtyPfnList(DirtyListFraming variant, long... pfns) throws IOException {
        Body body = framing.body().zeroes(variant.surplus());
        for (long pfn : pfns) {
            body.u64(pfn);
        }
        RawRecord raw = RawRecord.of(RecordType.CHECKPOINT_DIRTY_PFN_LIST, body.toByteArray())
                .withLength(8L * pfns.length)
                .withPadding();
        framing.record(raw, "CHECKPOINT_DIRTY_PFN_LIST", "count=" + pfns.length);
    }

    /** STATIC_DATA_END (0x10). */
    public void staticDataEnd() throws IOException {
        framing.empty(RecordType.STATIC_DATA_END, "STATIC_DATA_END");
    }

    /** X86_CPUID_POLICY (0x11). */
    public void cpuidPolicy(CpuidLeaf... leaves) throws IOException {
        Body body = framing.body();
        for (CpuidLeaf leaf : leaves) {
            body.u32(leaf.leaf()).u32(leaf.subleaf());
            body.u32(leaf.a()).u32(leaf.b()).u32(leaf.c()).u32(leaf.d());
        }
        framing.record(RecordType.X86_CPUID_POLICY, "X86_CPUID_POLICY", body, "leaves=" + leaves.length);
    }

    /** X86_MSR_POLICY (0x12). */
    public void msrPolicy(MsrEntry... entries) throws IOException {
        Body body = framing.body();
        for (MsrEntry entry : entries) {
            body.u32(entry.index()).u32(0).u64(entry.value());
        }
        framing.record(RecordType.X86_MSR_POLICY, "X86_MSR_POLICY", body, "msrs=" + entries.length);
    }

    /** TOOLSTACK (0x0b), which no release writes and none accepts. */
    public void toolstack(byte... body) throws IOException {
        framing.record(RawRecord.of(RecordType.TOOLSTACK, body), "TOOLSTACK", "");
    }

    /** A record of any type, correctly framed; bit 31 of the type makes it optional. */
    public void record(long type, byte... body) throws IOException {
        record(RawRecord.of(type, body));
    }

    /** A record of any type, framed as it says. */
    public void record(RawRecord raw) throws IOException {
        framing.record(raw, "UNKNOWN", "");
    }

    /** The device model blob some converters append behind END (section 1.4): marker, u32 size, save file. */
    public void deviceModelRecord0002(byte... saveFile) throws IOException {
        Body body = framing.body()
                .text("DeviceModelRecord0002")
                .u32(saveFile.length)
                .octets(saveFile);
        stream.raw(body.toByteArray());
    }
}
