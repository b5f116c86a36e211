package io.xenscope.dissect;

import static io.xenscope.dissect.finding.FindingCode.CKP_004;
import static io.xenscope.dissect.finding.FindingCode.GEN_002;
import static io.xenscope.dissect.finding.FindingCode.HVR_002;
import static io.xenscope.dissect.finding.FindingCode.LXC_016;
import static io.xenscope.dissect.finding.FindingCode.LXC_021;
import static io.xenscope.dissect.finding.FindingCode.PGD_014;
import static io.xenscope.dissect.finding.FindingCode.PGD_016;
import static io.xenscope.dissect.finding.FindingCode.PGD_018;
import static io.xenscope.dissect.finding.FindingCode.PGD_019;
import static io.xenscope.dissect.finding.FindingCode.PVR_016;
import static io.xenscope.dissect.finding.FindingCode.PVR_022;
import static io.xenscope.dissect.finding.FindingCode.PVR_025;
import static io.xenscope.dissect.finding.FindingCode.STA_008;
import static io.xenscope.dissect.finding.FindingCode.TSR_004;
import static io.xenscope.dissect.test.Octets.insert;
import static io.xenscope.dissect.test.Octets.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.test.Decoded;
import io.xenscope.dissect.test.Decoded.Finding;
import io.xenscope.dissect.test.Guests;
import io.xenscope.dissect.test.Octets;
import io.xenscope.samples.grammar.DomainType;
import io.xenscope.samples.grammar.MsrEntry;
import io.xenscope.samples.grammar.PageEntry;
import io.xenscope.samples.grammar.PageSource;
import io.xenscope.samples.grammar.PageType;
import io.xenscope.samples.grammar.StreamWriter;
import io.xenscope.samples.grammar.TscInfo;
import org.junit.jupiter.api.Test;

/** The worked examples of the modern-stream specification, 12.1 to 12.9, 12.13 and 12.14: streams to the receiver. */
class WorkedExamplesTest {

    private static Finding note(FindingCode code, long offset) {
        return Finding.of(code, Severity.NOTE, offset);
    }

    private static Finding warn(FindingCode code, long offset) {
        return Finding.of(code, Severity.WARN, offset);
    }

    private static Finding error(FindingCode code, long offset) {
        return Finding.of(code, Severity.ERROR, offset);
    }

    @Test
    void example1HvmVersion2() {
        Decoded decoded = Decoded.file(WorkedExamples.HVM_V2);
        assertThat(decoded.records())
                .containsExactly(
                        "libxc IMAGE_HEADER 0 24",
                        "libxc DOMAIN_HEADER 24 16",
                        "libxc PAGE_DATA 40 32",
                        "libxc X86_TSC_INFO 72 32",
                        "libxc HVM_CONTEXT 104 16",
                        "libxc HVM_PARAMS 120 32",
                        "libxc END 152 8");
        assertThat(decoded.fields("IMAGE_HEADER"))
                .isEqualTo("marker=0xffffffffffffffff id=XENF version=2 options=0x0 reserved1=0 reserved2=0");
        assertThat(decoded.fields("DOMAIN_HEADER"))
                .isEqualTo("type=2(x86 HVM) page_shift=12 reserved=0 xen_major=4 xen_minor=13");
        assertThat(decoded.fields("X86_TSC_INFO"))
                .isEqualTo("mode=0(DEFAULT) khz=2400000 nsec=123456789 incarnation=1 reserved=0");
        assertThat(decoded.fields("HVM_CONTEXT")).startsWith("length=5");
        assertThat(decoded.fields("HVM_PARAMS"))
                .isEqualTo("count=1 reserved=0 params=[{index=1 name=STORE_PFN value=0xfeffc}]");
        assertThat(decoded.record("HVM_CONTEXT").bodyLength()).isEqualTo(5);
        assertThat(decoded.findings()).containsExactly(note(PGD_018, 0x28), warn(PGD_014, 0x38), note(PGD_016, 0x38));
        assertThat(decoded.rounds()).containsExactly("0 final certain pages=0 40 32");
        assertThat(decoded.outcome()).isEqualTo("complete: END reached");
        assertThat(decoded.end().migration().format()).isEqualTo("libxc-v2");
        assertThat(decoded.end().migration().xenVersion()).isEqualTo("4.13");
        assertThat(decoded.end().migration().mode()).isEqualTo("save");
        assertThat(decoded.end().migration().guest()).isEqualTo("hvm");
    }

    @Test
    void example1Batch() {
        var batch = Decoded.file(WorkedExamples.HVM_V2).batches().get(0);
        assertThat(batch.pfnCount()).isEqualTo(2);
        assertThat(batch.pages()).isZero();
        assertThat(batch.dataBytes()).isZero();
        assertThat(batch.pfnFirst()).isEqualTo(0xa0);
        assertThat(batch.pfnLast()).isEqualTo(0xa1);
        assertThat(batch.pfnRangesTotal()).isEqualTo(1);
        assertThat(batch.types().xtab()).isEqualTo(1);
        assertThat(batch.types().broken()).isEqualTo(1);
        assertThat(batch.types().normal()).isZero();
    }

    @Test
    void example2HvmVersion3() {
        Decoded decoded = Decoded.file(WorkedExamples.HVM_V3);
        assertThat(decoded.records())
                .containsExactly(
                        "libxc IMAGE_HEADER 0 24",
                        "libxc DOMAIN_HEADER 24 16",
                        "libxc X86_CPUID_POLICY 40 32",
                        "libxc STATIC_DATA_END 72 8",
                        "libxc PAGE_DATA 80 32",
                        "libxc X86_TSC_INFO 112 32",
                        "libxc HVM_CONTEXT 144 16",
                        "libxc HVM_PARAMS 160 32",
                        "libxc END 192 8");
        assertThat(decoded.fields("X86_CPUID_POLICY"))
                .isEqualTo(
                        "leaves=[{leaf=0x0 subleaf=0xffffffff(NO_SUBLEAF) name=max_leaf_and_vendor a=0x16(max_leaf)"
                                + " b=0x756e6547(vendor_ebx \"Genu\") c=0x6c65746e(vendor_ecx \"ntel\") d=0x49656e69(vendor_edx \"ineI\")}]");
        assertThat(decoded.findings()).containsExactly(note(STA_008, 0x48), warn(PGD_014, 0x60), note(PGD_016, 0x60));
        assertThat(decoded.rounds()).containsExactly("0 final certain pages=0 80 32");
        assertThat(decoded.outcome()).isEqualTo("complete: END reached");
        assertThat(decoded.end().migration().xenVersion()).isEqualTo("4.20");
    }

    @Test
    void example3Libxl() {
        Decoded decoded = Decoded.file(WorkedExamples.LIBXL);
        assertThat(decoded.records())
                .containsExactly(
                        "libxl LIBXL_HEADER 0 16",
                        "libxl LIBXC_CONTEXT 16 8",
                        "libxc IMAGE_HEADER 24 24",
                        "libxc DOMAIN_HEADER 48 16",
                        "libxc STATIC_DATA_END 64 8",
                        "libxc END 72 8",
                        "libxl EMULATOR_CONTEXT 80 32",
                        "libxl END 112 8");
        assertThat(decoded.fields("LIBXL_HEADER")).isEqualTo("ident=LibxlFmt version=2 options=0x0");
        assertThat(decoded.fields("EMULATOR_CONTEXT"))
                .isEqualTo("emulator_id=2(qemu-upstream) index=0 magic=QEVM version=3 length=9");
        assertThat(decoded.record("EMULATOR_CONTEXT").typeId()).isEqualTo(3);
        assertThat(decoded.findings()).containsExactly(note(STA_008, 0x40), error(HVR_002, 0x48), warn(TSR_004, 0x48));
        assertThat(decoded.rounds()).isEmpty();
        assertThat(decoded.outcome()).isEqualTo("failed: a real receiver stops at HVR-002");
    }

    @Test
    void example4XenstoreData() {
        Decoded decoded = Decoded.file(insert(WorkedExamples.LIBXL, 0x50, WorkedExamples.XENSTORE_DATA));
        assertThat(decoded.records()).contains("libxl EMULATOR_XENSTORE_DATA 80 120", "libxl EMULATOR_CONTEXT 200 32");
        assertThat(decoded.record("EMULATOR_XENSTORE_DATA").bodyLength()).isEqualTo(105);
        assertThat(decoded.fields("EMULATOR_XENSTORE_DATA"))
                .isEqualTo("emulator_id=2(qemu-upstream) index=0 entries=["
                        + "{key=physmap/f0000000/start_addr value_length=8 value=secret:f0000000}, "
                        + "{key=physmap/f0000000/size value_length=6 value=secret:800000}, "
                        + "{key=physmap/f0000000/name value_length=8 value=secret:vga.vram}] physmap=["
                        + "{phys_offset=f0000000 start_addr=secret:f0000000 size=secret:800000 name=secret:vga.vram}]");
        assertThat(decoded.codes()).containsExactly("STA-008", "HVR-002", "TSR-004");
    }

    @Test
    void example5XlHeader() {
        assertThat(WorkedExamples.XL_HEADER).hasSize(55);
        Decoded decoded = Decoded.file(join(WorkedExamples.XL_HEADER, WorkedExamples.LIBXL));
        assertThat(decoded.records())
                .startsWith("xl XL_HEADER 0 48", "xl XL_CONFIG 48 7", "libxl LIBXL_HEADER 55 16")
                .endsWith("libxl END 167 8");
        assertThat(decoded.fields("XL_HEADER"))
                .isEqualTo("magic=Xen saved domain, xl format byteorder=0x1020304 mandatory_flags=0x3 "
                        + "optional_flags=0x0 optional_data_len=7");
        assertThat(decoded.fields("XL_CONFIG")).isEqualTo("config_len=3 config=secret:{}");
        assertThat(decoded.codes()).containsExactly("STA-008", "HVR-002", "TSR-004");
        assertThat(decoded.end().migration().carrier()).isEqualTo("xl");
        assertThat(decoded.end().migration().toolstack()).isEqualTo("xl");
    }

    @Test
    void example6Pv() {
        byte[] image = pv();
        assertThat(image).startsWith(WorkedExamples.PV_HEAD).hasSize(0x55d0);
        Decoded decoded = Decoded.file(image);
        assertThat(decoded.records())
                .containsExactly(
                        "libxc IMAGE_HEADER 0 24",
                        "libxc DOMAIN_HEADER 24 16",
                        "libxc X86_PV_INFO 40 16",
                        "libxc STATIC_DATA_END 56 8",
                        "libxc X86_PV_P2M_FRAMES 64 32",
                        "libxc PAGE_DATA 96 12336",
                        "libxc X86_TSC_INFO 12432 32",
                        "libxc SHARED_INFO 12464 4104",
                        "libxc X86_PV_VCPU_BASIC 16568 5184",
                        "libxc X86_PV_VCPU_EXTENDED 21752 144",
                        "libxc X86_PV_VCPU_XSAVE 21896 32",
                        "libxc X86_PV_VCPU_MSRS 21928 32",
                        "libxc END 21960 8");
        assertThat(decoded.fields("X86_PV_INFO")).isEqualTo("guest_width=8 pt_levels=4 reserved1=0 reserved2=0");
        assertThat(decoded.fields("X86_PV_P2M_FRAMES"))
                .isEqualTo("p2m_start_pfn=0 p2m_end_pfn=1023 p2m_pfn=[336, 337]");
        assertThat(decoded.fields("X86_PV_VCPU_MSRS"))
                .isEqualTo("vcpu_id=0 reserved=0 length=16"
                        + " msrs=[{index=0xc0011027 name=AMD64_DR0_ADDRESS_MASK reserved=0 value=0x1}]");
        assertThat(decoded.findings())
                .containsExactly(note(STA_008, 0x38), note(PVR_022, 0x558c), error(PGD_019, 0x55c8));
        assertThat(decoded.end().migration().guestWidth()).isEqualTo(64);
        assertThat(decoded.end().migration().p2mSize()).isEqualTo(0x400);
        assertThat(decoded.rounds()).containsExactly("0 final certain pages=3 96 12336");
        var batch = decoded.batches().get(0);
        assertThat(batch.types().normal()).isEqualTo(1);
        assertThat(batch.types().l1tab()).isEqualTo(1);
        assertThat(batch.types().l4tab()).isEqualTo(1);
        assertThat(batch.types().pinned()).isEqualTo(1);
        assertThat(batch.types().xtab()).isEqualTo(1);
        assertThat(batch.pages()).isEqualTo(3);
        assertThat(batch.dataBytes()).isEqualTo(3 * 4096);
        assertThat(batch.zeroPages()).isZero();
    }

    private static byte[] pv() {
        return StreamWriter.octets(w -> {
            w.libxc().imageHeader(3);
            w.libxc().domainHeader(DomainType.PV, 4, 17);
            w.libxc().pv().info(8);
            w.libxc().staticDataEnd();
            w.libxc().pv().p2mFrames(0L, 0x3ffL, 0x150L, 0x151L);
            w.libxc()
                    .pageData(
                            PageSource.filledWith(0x90),
                            PageEntry.of(0x10, PageType.NOTAB),
                            PageEntry.of(0x11, PageType.L1),
                            PageEntry.of(0x12, PageType.L4_PINNED),
                            PageEntry.of(0x13, PageType.XTAB));
            w.libxc().tscInfo(new TscInfo(0, 2_400_000, 1, 1));
            w.libxc().pv().sharedInfo(8, 512);
            w.libxc().pv().vcpuBasic(0, 8);
            w.libxc().pv().vcpuExtended(0, new byte[128]);
            w.libxc().pv().vcpuXsave(0, new byte[16]);
            w.libxc().pv().vcpuMsrs(0, new MsrEntry(0xc0011027L, 1));
            w.libxc().end();
        });
    }

    @Test
    void example7EmptyRecords() {
        Decoded decoded = Decoded.file(WorkedExamples.EMPTY_VCPU_RECORDS);
        assertThat(decoded.records())
                .endsWith("libxc X86_PV_VCPU_XSAVE 40 16", "libxc X86_PV_VCPU_MSRS 56 16", "libxc END 72 8");
        assertThat(decoded.findings())
                .containsExactly(warn(PVR_016, 0x2c), warn(PVR_016, 0x3c), error(PVR_025, 0x48), warn(TSR_004, 0x48));
    }

    @Test
    void example7EmptyHvmParams() {
        byte[] empty =
                Octets.replace(WorkedExamples.HVM_V2, 0x78, 0x98, Octets.dump("0a000000 08000000 00000000 00000000"));
        Decoded decoded = Decoded.file(empty);
        assertThat(decoded.codes()).containsExactly("PGD-018", "PGD-014", "PGD-016", "HVR-006");
        assertThat(decoded.outcome()).isEqualTo("complete: END reached");
    }

    @Test
    void example8Verify() {
        Decoded decoded = Decoded.file(WorkedExamples.VERIFY);
        assertThat(decoded.records())
                .containsExactly(
                        "libxc IMAGE_HEADER 0 24",
                        "libxc DOMAIN_HEADER 24 16",
                        "libxc STATIC_DATA_END 40 8",
                        "libxc PAGE_DATA 48 32",
                        "libxc VERIFY 80 8",
                        "libxc PAGE_DATA 88 32",
                        "libxc X86_TSC_INFO 120 32",
                        "libxc HVM_CONTEXT 152 16",
                        "libxc END 168 8");
        assertThat(decoded.findings())
                .containsExactly(
                        note(STA_008, 0x28),
                        warn(PGD_014, 0x40),
                        note(PGD_016, 0x40),
                        note(LXC_021, 0x50),
                        warn(PGD_014, 0x68),
                        note(PGD_016, 0x68));
        assertThat(decoded.rounds()).containsExactly("0 final certain pages=0 48 32", "1 verify certain pages=0 88 32");
        assertThat(decoded.sequence())
                .containsSubsequence("PAGE_DATA", "round", "VERIFY", "PAGE_DATA", "round", "X86_TSC_INFO");
    }

    @Test
    void example9Remus() {
        Decoded decoded = Decoded.file(WorkedExamples.REMUS);
        assertThat(decoded.records())
                .containsExactly(
                        "libxl LIBXL_HEADER 0 16",
                        "libxl LIBXC_CONTEXT 16 8",
                        "libxc IMAGE_HEADER 24 24",
                        "libxc DOMAIN_HEADER 48 16",
                        "libxc STATIC_DATA_END 64 8",
                        "libxc PAGE_DATA 72 32",
                        "libxc X86_TSC_INFO 104 32",
                        "libxc HVM_CONTEXT 136 16",
                        "libxc CHECKPOINT 152 8",
                        "libxl EMULATOR_CONTEXT 160 24",
                        "libxl CHECKPOINT_END 184 8",
                        "libxc PAGE_DATA 192 32",
                        "libxc X86_TSC_INFO 224 32",
                        "libxc HVM_CONTEXT 256 16",
                        "libxc CHECKPOINT 272 8",
                        "libxl EMULATOR_CONTEXT 280 24",
                        "libxl CHECKPOINT_END 304 8");
        assertThat(decoded.findings())
                .containsExactly(
                        note(STA_008, 0x40),
                        warn(PGD_014, 0x58),
                        note(PGD_016, 0x58),
                        warn(PGD_014, 0xd0),
                        note(PGD_016, 0xd0),
                        note(GEN_002, 312),
                        note(CKP_004, 312));
        assertThat(decoded.rounds())
                .containsExactly("0 final certain pages=0 72 32", "1 checkpoint certain pages=0 192 32");
        assertThat(decoded.checkpoints()).containsExactly("1 pages=0 wire=168 24 168", "2 pages=0 wire=120 192 120");
        assertThat(decoded.outcome()).isEqualTo("failover: ended after checkpoint 2, which the receiver starts");
        assertThat(decoded.end().migration().mode()).isEqualTo("remus");
        assertThat(decoded.sequence())
                .containsSubsequence("CHECKPOINT", "EMULATOR_CONTEXT", "CHECKPOINT_END", "checkpoint", "PAGE_DATA");
    }

    @Test
    void example13OptionalRecord() {
        Decoded decoded = Decoded.file(insert(WorkedExamples.HVM_V3, 0x70, WorkedExamples.OPTIONAL));
        assertThat(decoded.records()).contains("libxc UNKNOWN 112 16", "libxc X86_TSC_INFO 128 32");
        assertThat(decoded.record("UNKNOWN").optional()).isTrue();
        assertThat(decoded.record("UNKNOWN").typeId()).isEqualTo(0x80000001L);
        assertThat(decoded.fields("UNKNOWN")).isEqualTo("length=3");
        assertThat(decoded.findings()).contains(note(LXC_016, 0x70));
        assertThat(decoded.outcome()).isEqualTo("complete: END reached");
    }

    @Test
    void example14MsrPolicyAndPvInfo() {
        Decoded decoded = Decoded.file(insert(WorkedExamples.HVM_V3, 0x48, WorkedExamples.MSR_POLICY));
        assertThat(decoded.records()).contains("libxc X86_MSR_POLICY 72 24", "libxc STATIC_DATA_END 96 8");
        assertThat(decoded.fields("X86_MSR_POLICY"))
                .isEqualTo("msrs=[{index=0xce name=INTEL_PLATFORM_INFO flags=0 value=0x80000000}]");
        assertThat(decoded.codes()).containsExactly("PGD-014", "PGD-016");
        Decoded pv = Decoded.file(Octets.replace(
                Octets.head(Guests.pv(), Guests.PV_P2M),
                Guests.PV_INFO,
                Guests.PV_INFO + 16,
                WorkedExamples.PV_INFO_32));
        assertThat(pv.fields("X86_PV_INFO")).isEqualTo("guest_width=4 pt_levels=3 reserved1=0 reserved2=0");
        assertThat(pv.end().migration().guestWidth()).isEqualTo(32);
    }
}
