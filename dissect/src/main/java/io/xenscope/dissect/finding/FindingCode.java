package io.xenscope.dissect.finding;

import static io.xenscope.dissect.event.Severity.ERROR;
import static io.xenscope.dissect.event.Severity.NOTE;
import static io.xenscope.dissect.event.Severity.WARN;

import io.xenscope.dissect.event.Severity;
import java.util.Set;

/**
 * Every finding that can be raised, by its id in section 8 of the modern-stream specification, section 9 of the
 * legacy-stream or carriers specification, or section F of the payload specification. The title names the condition;
 * what was found and expected is said where it is raised.
 */
public enum FindingCode {
    GEN_001(ERROR, "stream ends inside an element", false),
    GEN_002(ERROR, "stream ends without END", false),
    GEN_003(WARN, "octets behind the outermost END"),
    GEN_004(NOTE, "device-model record behind a bare image"),
    XLH_001(ERROR, "magic wrong"),
    XLH_002(ERROR, "byte order word wrong"),
    XLH_003(WARN, "written by a big-endian host"),
    XLH_004(ERROR, "unknown mandatory flags"),
    XLH_005(NOTE, "a legacy stream follows"),
    XLH_006(WARN, "optional flags set"),
    XLH_007(ERROR, "optional data too short for a length"),
    XLH_008(ERROR, "configuration longer than the optional data"),
    XLH_009(WARN, "octets behind the configuration"),
    XLH_010(WARN, "no configuration"),
    XLH_011(ERROR, "configuration length negative for the receiver"),
    XLH_012(ERROR, "configuration is not JSON with a final NUL"),
    XLH_013(WARN, "text configuration with a version 2 stream"),
    XLH_014(ERROR, "configured guest type differs from the image"),
    HSK_001(ERROR, "banner differs"),
    HSK_002(WARN, "data before the banner"),
    HSK_003(ERROR, "banner without ready", false),
    HSK_004(ERROR, "ready malformed"),
    HSK_005(ERROR, "go malformed"),
    HSK_006(ERROR, "report malformed or missing", false),
    HSK_007(ERROR, "receiver reports failure", false),
    HSK_008(ERROR, "receiver failed and kept its copy", false),
    HSK_009(ERROR, "ready before the end of the stream", false),
    HSK_010(ERROR, "closed after ready without go", false),
    HSK_011(WARN, "ready or report on a checkpointed connection"),
    LXL_001(ERROR, "ident wrong"),
    LXL_002(ERROR, "version unknown"),
    LXL_003(ERROR, "big-endian records"),
    LXL_004(NOTE, "converted from a legacy stream"),
    LXL_005(WARN, "reserved option bits 2-15 set"),
    LXL_006(WARN, "reserved option bits 16-31 set"),
    LXL_007(ERROR, "unknown mandatory record"),
    LXL_008(ERROR, "unknown optional record"),
    LXL_009(WARN, "padding not zero"),
    LXL_010(WARN, "END with a body"),
    LXL_011(WARN, "LIBXC_CONTEXT with a body"),
    LXL_012(ERROR, "LIBXC_CONTEXT repeated or missing"),
    LXL_013(ERROR, "emulator record for a guest that is not HVM"),
    LXL_014(ERROR, "EMULATOR_XENSTORE_DATA too short"),
    LXL_015(ERROR, "EMULATOR_CONTEXT too short"),
    LXL_016(WARN, "unknown emulator"),
    LXL_017(WARN, "emulator unknown in a stream that is not converted"),
    LXL_018(WARN, "qemu-traditional from Xen 4.21 or later"),
    LXL_019(NOTE, "emulator index not 0"),
    LXL_020(ERROR, "xenstore key not terminated"),
    LXL_021(ERROR, "xenstore key empty"),
    LXL_022(ERROR, "xenstore key absolute"),
    LXL_023(ERROR, "xenstore value not terminated or missing"),
    LXL_024(NOTE, "xenstore key outside physmap"),
    LXL_025(WARN, "unusual characters in xenstore data"),
    LXL_026(WARN, "device-model state does not start with QEVM"),
    LXL_027(WARN, "EMULATOR_CONTEXT repeated"),
    LXL_028(WARN, "HVM stream without EMULATOR_CONTEXT"),
    LXL_029(ERROR, "CHECKPOINT_END outside a checkpoint"),
    LXL_030(WARN, "CHECKPOINT_END with a body"),
    LXL_031(ERROR, "CHECKPOINT_STATE not awaited"),
    LXL_032(ERROR, "CHECKPOINT_STATE empty"),
    LXL_033(WARN, "CHECKPOINT_STATE length not 4"),
    LXL_034(ERROR, "unknown checkpoint state"),
    LXL_035(ERROR, "LIBXC_CONTEXT or END inside a checkpoint tail"),
    LXL_036(NOTE, "EMULATOR_XENSTORE_DATA behind EMULATOR_CONTEXT"),
    LXL_037(NOTE, "EMULATOR_XENSTORE_DATA without entries"),
    LXL_038(ERROR, "record longer than any real one"),
    LXC_001(ERROR, "marker wrong"),
    LXC_002(ERROR, "id wrong"),
    LXC_003(ERROR, "version unknown"),
    LXC_004(WARN, "image version does not fit the Xen release"),
    LXC_005(ERROR, "big-endian image"),
    LXC_006(WARN, "reserved option bits set"),
    LXC_007(WARN, "reserved header fields not zero"),
    LXC_008(ERROR, "unknown domain type"),
    LXC_009(WARN, "reserved domain header field not zero"),
    LXC_011(ERROR, "page size not 4096"),
    LXC_012(NOTE, "converted image"),
    LXC_013(ERROR, "record longer than the limit"),
    LXC_014(NOTE, "record longer than receivers before 4.10 accept"),
    LXC_015(ERROR, "unknown mandatory record"),
    LXC_016(NOTE, "unknown optional record"),
    LXC_017(WARN, "padding not zero"),
    LXC_018(ERROR, "TOOLSTACK record"),
    LXC_019(WARN, "body in a record that has none"),
    LXC_020(ERROR, "record of the other kind of guest"),
    LXC_021(NOTE, "verify pass follows"),
    LXC_022(WARN, "VERIFY from a release that never sends it"),
    LXC_023(WARN, "VERIFY in a checkpointed stream"),
    LXC_024(NOTE, "unusual record order"),
    PGD_001(ERROR, "body shorter than its header"),
    PGD_002(ERROR, "no entries"),
    PGD_003(ERROR, "body shorter than its entries"),
    PGD_004(ERROR, "length does not fit the entries"),
    PGD_005(ERROR, "invalid page type"),
    PGD_006(WARN, "reserved entry bits set"),
    PGD_007(WARN, "reserved header field not zero"),
    PGD_008(ERROR, "PFN beyond the guest's end"),
    PGD_009(WARN, "implausible PFN"),
    PGD_010(NOTE, "more entries than senders write"),
    PGD_011(WARN, "PFN repeated in a batch"),
    PGD_012(NOTE, "PFNs not ascending"),
    PGD_013(WARN, "PV page type in an HVM image"),
    PGD_014(WARN, "broken page"),
    PGD_015(NOTE, "page allocated without data"),
    PGD_016(NOTE, "batch without data"),
    PGD_017(ERROR, "page data before STATIC_DATA_END"),
    PGD_018(NOTE, "static data end inferred"),
    PGD_019(ERROR, "referenced page never sent"),
    PGD_022(NOTE, "page sent before is absent in the final pass"),
    PVR_001(ERROR, "X86_PV_INFO repeated"),
    PVR_002(ERROR, "X86_PV_INFO too short"),
    PVR_003(WARN, "X86_PV_INFO too long"),
    PVR_004(ERROR, "guest width and page-table levels do not fit"),
    PVR_005(WARN, "reserved X86_PV_INFO fields not zero"),
    PVR_006(ERROR, "X86_PV_P2M_FRAMES before X86_PV_INFO"),
    PVR_007(ERROR, "X86_PV_P2M_FRAMES before STATIC_DATA_END"),
    PVR_008(ERROR, "X86_PV_P2M_FRAMES too short"),
    PVR_009(ERROR, "P2M range reversed"),
    PVR_010(ERROR, "P2M frame count does not fit the range"),
    PVR_011(NOTE, "P2M frames repeated or not from 0"),
    PVR_012(ERROR, "P2M frame beyond the guest's end"),
    PVR_013(ERROR, "SHARED_INFO before X86_PV_INFO"),
    PVR_014(ERROR, "SHARED_INFO not one page"),
    PVR_015(ERROR, "VCPU record too short"),
    PVR_016(WARN, "VCPU record empty"),
    PVR_017(WARN, "reserved VCPU field not zero"),
    PVR_018(ERROR, "VCPU number impossible"),
    PVR_019(ERROR, "VCPU context size does not fit the guest"),
    PVR_020(ERROR, "extended VCPU context too long"),
    PVR_021(ERROR, "XSAVE area too short"),
    PVR_022(NOTE, "XSAVE area unused"),
    PVR_023(NOTE, "XSAVE area not a multiple of 16"),
    PVR_024(ERROR, "VCPU MSRs not a multiple of 16"),
    PVR_025(ERROR, "no context of VCPU 0"),
    PVR_026(NOTE, "VCPU record repeated"),
    TSR_001(ERROR, "length not 24"),
    TSR_002(WARN, "reserved field not zero"),
    TSR_003(WARN, "unknown TSC mode"),
    TSR_004(WARN, "no X86_TSC_INFO"),
    HVR_001(ERROR, "HVM_CONTEXT empty"),
    HVR_002(ERROR, "no HVM_CONTEXT"),
    HVR_003(WARN, "HVM_CONTEXT repeated"),
    HVR_004(ERROR, "HVM_PARAMS too short"),
    HVR_005(ERROR, "HVM_PARAMS length does not fit its count"),
    HVR_006(WARN, "HVM_PARAMS empty"),
    HVR_007(WARN, "reserved HVM_PARAMS field not zero"),
    HVR_008(ERROR, "unassigned HVM parameter"),
    HVR_009(NOTE, "obsolete HVM parameter PAE_ENABLED"),
    HVR_010(NOTE, "HVM parameter repeated"),
    HVR_011(NOTE, "HVM parameter no sender writes"),
    HVR_012(NOTE, "HVM parameter 0"),
    HVR_013(NOTE, "HVM_PARAMS before HVM_CONTEXT"),
    STA_001(ERROR, "STATIC_DATA_END repeated"),
    STA_002(WARN, "STATIC_DATA_END in a version 2 image"),
    STA_003(ERROR, "no STATIC_DATA_END"),
    STA_004(WARN, "policy in a version 2 image"),
    STA_005(WARN, "policy behind STATIC_DATA_END"),
    STA_006(ERROR, "X86_CPUID_POLICY length wrong"),
    STA_007(ERROR, "X86_MSR_POLICY length wrong"),
    STA_008(NOTE, "policy missing"),
    STA_010(NOTE, "policy repeated"),
    CKP_002(WARN, "END in a checkpointed stream"),
    CKP_003(ERROR, "ends before the first complete checkpoint", false),
    CKP_004(NOTE, "ends behind a complete checkpoint"),
    CKP_005(NOTE, "more than 1024 records in an epoch"),
    CKP_006(WARN, "checkpoint tail of an HVM guest without EMULATOR_CONTEXT"),
    CKP_007(ERROR, "headers repeated behind a checkpoint"),
    CKP_008(ERROR, "COLO of a PV guest"),
    CKP_009(ERROR, "checkpoint state of the back channel on the main stream"),
    CKP_010(NOTE, "Remus turns out to be COLO"),
    BC_001(ERROR, "CHECKPOINT_DIRTY_PFN_LIST on the main stream"),
    BC_002(ERROR, "CHECKPOINT_DIRTY_PFN_LIST length not a multiple of 8"),
    BC_003(ERROR, "dirty PFN beyond the guest's end"),
    BC_004(ERROR, "unexpected record on the back channel"),
    BC_005(ERROR, "checkpoint states out of order"),
    BC_006(WARN, "CHECKPOINT_DIRTY_PFN_LIST with 8 surplus octets"),
    BC_007(WARN, "back-channel octets nobody expects"),
    BC_008(NOTE, "dirty PFNs not ascending"),
    CAR_UNKNOWN(WARN, "octets of no known format"),
    CAR_AMBIG(WARN, "the answer belongs to another carrier"),
    CAR_PORT_MISMATCH(NOTE, "port of another carrier"),
    CAR_ROLE_REVERSED(NOTE, "the receiver opened the connection"),
    CAR_TLS(NOTE, "TLS, cannot be looked into"),
    CAR_SSH(NOTE, "ssh, cannot be looked into"),
    CAR_NOT_XEN(NOTE, "no migration of a Xen guest"),
    CAR_TRAIL(WARN, "octets behind the container"),
    CAR_EOF_EARLY(ERROR, "ends inside the container", false),
    XIMG_BADSIG(ERROR, "signature wrong"),
    XIMG_LEGACY(NOTE, "old layout: converted by the receiver"),
    XIMG_LEN_BIG(WARN, "record longer than the receiver accepts"),
    XIMG_NO_QEMU(WARN, "no device-model record"),
    LV_VERSION(ERROR, "version unknown"),
    LV_XMLLEN(ERROR, "configuration length wrong"),
    LV_PAD(NOTE, "unused header words not zero"),
    LV_BACKDATA(WARN, "octets from a receiver that never speaks"),
    LV_RPC_LEN(ERROR, "message of an impossible length"),
    LV_RPC_GAP(WARN, "stream data behind the end of the stream"),
    XEND_CMD(NOTE, "command other than receive"),
    XEND_ERR(ERROR, "receiver reports an error", false),
    XEND_EARLY(WARN, "stream before the server was ready"),
    XEND_CFGLEN(ERROR, "configuration length impossible"),
    XEND_CFG_SEXP(WARN, "configuration is no S-expression of a domain"),
    XEND_RST_END(NOTE, "reset behind the complete stream"),
    CAP_BADMAGIC(ERROR, "no packet capture", false),
    CAP_VARIANT(ERROR, "capture format not supported", false),
    CAP_CORRUPT(ERROR, "capture damaged", false),
    CAP_PARTIAL(NOTE, "capture ends inside a record"),
    CAP_LINKTYPE(WARN, "link type not supported"),
    CAP_SNAP(WARN, "packets not captured in full length"),
    CAP_OSDROP(WARN, "packets lost when capturing"),
    CAP_TIMEBACK(NOTE, "time goes back"),
    CAP_NOSYN(WARN, "beginning of the connection not captured"),
    CAP_ONEWAY(WARN, "only one direction captured"),
    CAP_GAP(WARN, "octets not captured"),
    CAP_ACKED_UNSEEN(WARN, "octets acknowledged but not captured"),
    CAP_RETRANS(NOTE, "segments repeated"),
    CAP_DUP(NOTE, "packets captured more than once"),
    CAP_OOO(NOTE, "segments out of order"),
    CAP_OVERLAP_DIFF(WARN, "copies of the same octets differ"),
    CAP_BADCSUM(WARN, "damaged copy of a segment"),
    CAP_OFFLOAD(NOTE, "checksums not filled in"),
    CAP_SUPERPKT(NOTE, "packets without an IP length"),
    CAP_FRAG(NOTE, "IP packets in fragments"),
    CAP_FRAG_OVERLAP(WARN, "IP fragments overlap"),
    CAP_WRAP(NOTE, "sequence numbers wrap"),
    CAP_RST(ERROR, "reset before the end of the stream", false),
    CAP_AFTERFIN(WARN, "octets beyond the FIN"),
    CAP_ZEROWIN(NOTE, "receive window closed"),
    CAP_MPTCP(ERROR, "multipath TCP", false),
    CAP_QLIMIT(WARN, "too much waits behind missing octets"),
    NET_LOOP(ERROR, "the connection would come back to the proxy", false),
    NET_NO_ORIGDST(ERROR, "original destination unknown", false),
    NET_UPSTREAM_FAIL(ERROR, "the receiver cannot be connected to", false),
    NET_SPOOF_FAIL(WARN, "the client's address cannot be used"),
    NET_TAP_DROPPED(WARN, "octets given up, dissection does not keep up"),
    E01(ERROR, "p2m_size 0 or beyond what a sender writes"),
    E02(ERROR, "vcpu block of unknown size"),
    E03(ERROR, "block longer than the extended info"),
    E04(WARN, "unknown block in the extended info"),
    E05(ERROR, "xcnt block not of 4 octets"),
    E06(NOTE, "extv block not empty"),
    E07(NOTE, "PV stream without extended info"),
    E08(ERROR, "frame-list entry beyond p2m_size"),
    E09(ERROR, "frame-list page never sent or of another type"),
    E10(ERROR, "batch count beyond 1024", Stop.IN_FIRST_EPOCH),
    E11(ERROR, "unknown chunk", Stop.IN_FIRST_EPOCH),
    E12(ERROR, "PFN beyond p2m_size"),
    E13(ERROR, "page type that does not exist"),
    E14(WARN, "pin bit without page table"),
    E15(WARN, "page table in an HVM stream"),
    E16(WARN, "PFN twice in a batch"),
    E17(NOTE, "absent page with a frame number"),
    E18(WARN, "upper half of an entry not zero"),
    E19(WARN, "page type newer than the stream"),
    E20(ERROR, "max_vcpu_id out of range", Stop.IN_FIRST_EPOCH),
    E21(WARN, "vcpu map changes between checkpoints"),
    E22(WARN, "vcpu map not sound"),
    E23(WARN, "no VCPU_INFO"),
    E24(ERROR, "extended state of a size not announced", false),
    E25(ERROR, "too many unmapped PFNs", Stop.IN_FIRST_EPOCH),
    E26(ERROR, "unmapped PFN beyond p2m_size or not ascending"),
    E27(ERROR, "frame of a vcpu beyond p2m_size or of the wrong type"),
    E28(ERROR, "too many descriptor-table entries"),
    E29(NOTE, "present page-table entry of PFN 0"),
    E30(WARN, "pages of this round misplaced by receivers up to 4.4"),
    E31(ERROR, "COMPRESSED_DATA in the first round"),
    E32(ERROR, "COMPRESSED_DATA without ENABLE_COMPRESSION", false),
    E33(WARN, "ENABLE_COMPRESSION late or repeated"),
    E34(NOTE, "ENABLE_COMPRESSION not last before END"),
    E35(NOTE, "empty COMPRESSED_DATA"),
    E36(WARN, "COMPRESSED_DATA longer than a sender writes"),
    E37(ERROR, "page record cannot be decoded"),
    E38(ERROR, "fewer page records than pages"),
    E39(WARN, "page records left over"),
    E40(NOTE, "page record unlike a sender's"),
    E41(WARN, "LAST_CHECKPOINT missing"),
    E42(ERROR, "LAST_CHECKPOINT, but a further round", false),
    E43(WARN, "silence that makes the receiver fail over"),
    E44(NOTE, "ends inside a later round"),
    E45(ERROR, "ends inside the first round", false),
    E46(ERROR, "unknown device-model signature", Stop.IN_FIRST_EPOCH),
    E47(ERROR, "device-model record without length where more follows"),
    E48(ERROR, "device-model data without QEVM", Stop.IN_FIRST_EPOCH),
    E49(WARN, "HVM context not sound"),
    E50(WARN, "I/O request server chunk without its partner"),
    E51(WARN, "ACPI I/O port location neither 0 nor 1"),
    E52(NOTE, "padding of an HVM parameter not zero"),
    E53(WARN, "HVM parameter in a PV stream"),
    E54(ERROR, "TOOLSTACK not sound"),
    E55(WARN, "TOOLSTACK empty"),
    E56(NOTE, "TSC_INFO missing or late"),
    E57(NOTE, "verify mode"),
    E58(ERROR, "TMEM separator not all ones"),
    E59(ERROR, "tail before the data of its round"),
    E60(NOTE, "octets behind the last tail"),
    E61(WARN, "page sent as a change against a stale copy: sender bug"),
    E62(NOTE, "page record goes on in the next chunk"),
    E63(NOTE, "page records before the list of their pages"),
    HVM_001(ERROR, "no sound header", false),
    HVM_002(ERROR, "version unknown", false),
    HVM_003(ERROR, "no END", false),
    HVM_004(ERROR, "record longer than the context", false),
    HVM_005(WARN, "octets behind END"),
    HVM_006(WARN, "END not empty"),
    HVM_007(ERROR, "unknown save record", false),
    HVM_008(WARN, "save record reserved for a fork"),
    HVM_009(ERROR, "save record of a length no release writes", false),
    HVM_010(NOTE, "save record of another release"),
    HVM_011(WARN, "save record repeated"),
    HVM_012(WARN, "save records out of order"),
    HVM_013(WARN, "instance in a record of the domain"),
    HVM_014(WARN, "vCPU number impossible"),
    HVM_015(NOTE, "vCPU offline"),
    HVM_016(ERROR, "no CPU record", false),
    HVM_017(NOTE, "hypervisor revision unknown"),
    HVM_018(NOTE, "device without what it needs"),
    CPU_001(ERROR, "padding not zero", false),
    CPU_002(ERROR, "CR0 impossible", false),
    CPU_003(ERROR, "EFER impossible", false),
    CPU_004(ERROR, "DR6 or DR7 impossible", false),
    CPU_005(ERROR, "unknown flags", false),
    CPU_006(ERROR, "TSC_AUX wider than 32 bits", false),
    CPU_007(ERROR, "pending event impossible", false),
    CPU_008(ERROR, "error code wider than 16 bits", false),
    CPU_009(NOTE, "event left over"),
    CPU_010(NOTE, "segment attributes in raw form"),
    CPU_011(ERROR, "CR3 beyond physical addresses", false),
    CPU_012(WARN, "address not canonical"),
    CPU_014(NOTE, "FPU state without its flag"),
    CPU_015(NOTE, "CPU record of an old release"),
    CPU_016(NOTE, "RFLAGS bit 1 clear"),
    PIC_001(ERROR, "more than two PICs", false),
    PIC_002(ERROR, "output level impossible", false),
    PIC_003(ERROR, "master and slave mixed up", false),
    PIC_004(ERROR, "output while initialising", false),
    PIC_005(ERROR, "level-triggered lines impossible", false),
    IOAPIC_001(WARN, "I/O APIC at an unusual address"),
    IOAPIC_002(WARN, "vector below 16"),
    IOAPIC_003(WARN, "remote IRR on an edge-triggered line"),
    LAPIC_001(ERROR, "x2APIC mode without local APIC", false),
    LAPIC_002(WARN, "timer divisor impossible"),
    LAPIC_003(NOTE, "LDR unlike the APIC id"),
    LAPIC_004(NOTE, "reserved APIC register room not zero"),
    LINK_001(ERROR, "PCI link impossible", false),
    IRQ_001(WARN, "ISA IRQ above 15"),
    PIT_001(ERROR, "speaker state or padding impossible", false),
    PIT_002(ERROR, "PIT channel impossible", false),
    PIT_003(ERROR, "gate of a channel clear", false),
    PIT_004(NOTE, "PIT channel never programmed"),
    PIT_005(WARN, "PIT mode impossible"),
    RTC_001(NOTE, "no clock offset"),
    RTC_002(WARN, "time of day impossible"),
    RTC_003(WARN, "CMOS index above 127"),
    HPET_001(WARN, "number of HPET timers unusual"),
    HPET_002(WARN, "HPET period impossible"),
    HPET_003(NOTE, "reserved HPET room not zero"),
    PMT_001(NOTE, "reserved PM1a bits set"),
    MTRR_001(ERROR, "more variable ranges than there are", false),
    MTRR_002(NOTE, "all variable ranges equal"),
    MTRR_003(WARN, "memory type impossible"),
    MTRR_004(NOTE, "vCPUs disagree on memory types"),
    XSV_001(ERROR, "extended state too short", false),
    XSV_002(NOTE, "extended state padded"),
    XSV_003(ERROR, "extended state of the wrong length", false),
    XSV_004(ERROR, "extended state compacted", false),
    XSV_005(ERROR, "reserved words of the XSAVE header not zero", false),
    XSV_006(ERROR, "components that were never used", false),
    XSV_007(ERROR, "component mask impossible", false),
    XSV_008(NOTE, "two different FPU states"),
    VIR_001(ERROR, "padding not zero", false),
    VIR_003(NOTE, "timer that cannot fire"),
    VMCE_001(ERROR, "machine-check capabilities impossible", false),
    VMCE_002(NOTE, "number of machine-check banks unusual"),
    MSR_001(ERROR, "length does not fit the count", false),
    MSR_002(ERROR, "reserved word of an MSR not zero", false),
    MSR_003(ERROR, "MSR no release carries", false),
    MSR_004(NOTE, "padding left over"),
    MSR_005(WARN, "MSR repeated"),
    MSR_006(NOTE, "MSR 0"),
    PV_004(ERROR, "too many descriptor-table entries", false),
    PV_005(ERROR, "descriptor-table frame beyond the guest's end", false),
    PV_006(ERROR, "page-table base beyond the guest's end", false),
    PV_007(WARN, "user page table without its flag"),
    PV_008(ERROR, "start_info beyond the guest's end", false),
    PV_009(NOTE, "padding not zero"),
    PV_010(NOTE, "vCPU not online"),
    PV_012(ERROR, "size field impossible", false),
    PV_013(ERROR, "vCPU number differs from the record's", false),
    PV_014(ERROR, "callback address not canonical", false),
    PV_015(NOTE, "context as the converter writes it"),
    PV_016(ERROR, "extended state of an impossible length", false),
    PV_017(ERROR, "extended state impossible", false),
    SHI_002(NOTE, "octets behind the structure not zero"),
    SHI_003(WARN, "number of PFNs differs from the P2M table's"),
    SHI_004(NOTE, "taken during an update"),
    CPUID_002(WARN, "CPUID leaf repeated or out of order"),
    CPUID_003(ERROR, "CPUID leaf no receiver accepts", false),
    CPUID_004(ERROR, "CPUID subleaf out of range", false),
    CPUID_005(WARN, "CPUID leaf above the highest announced"),
    CPUID_006(NOTE, "invariant TSC offered"),
    CPUID_007(WARN, "hypervisor leaf with more than a limit"),
    CPUID_008(NOTE, "CPUID feature without a name"),
    POL_002(ERROR, "flags not zero", false),
    POL_003(ERROR, "MSR no receiver accepts", false),
    POL_004(ERROR, "value wider than 32 bits", false),
    TSC_004(WARN, "frequency or time without emulation"),
    TSC_005(WARN, "no frequency"),
    PAR_009(WARN, "enlightenments impossible");

    private static final Set<String> CARRIERS = Set.of("CAR", "XIMG", "LV", "XEND");
    private static final Set<String> TRANSPORT = Set.of("CAP", "NET");

    private final Severity severity;
    private final String title;
    private final Stop stop;

    /** Whether a real receiver stops at a finding. */
    private enum Stop {
        NEVER,
        ALWAYS,
        /** Behind a complete checkpoint it starts that one instead. */
        IN_FIRST_EPOCH
    }

    FindingCode(Severity severity, String title) {
        this(severity, title, severity == ERROR);
    }

    /**
     * For errors that say how the stream ended rather than what a receiver trips over, and for those in the state of the
     * guest: not the receiver of the stream judges it but the hypervisor behind it.
     */
    FindingCode(Severity severity, String title, boolean stopsReceiver) {
        this(severity, title, stopsReceiver ? Stop.ALWAYS : Stop.NEVER);
    }

    FindingCode(Severity severity, String title, Stop stop) {
        this.severity = severity;
        this.title = title;
        this.stop = stop;
    }

    /** The finding with this id. */
    public static FindingCode byId(String id) {
        return valueOf(id.replace('-', '_'));
    }

    /** The id of the specification, such as {@code PGD-004}. */
    public String id() {
        return name().replace('_', '-');
    }

    public Severity severity() {
        return severity;
    }

    /** Short name of the condition ({@code rule.name}). */
    public String title() {
        return title;
    }

    /** True when a real receiver stops at it. */
    public boolean stopsReceiver() {
        return stop != Stop.NEVER;
    }

    /** True when a receiver that has a complete checkpoint starts that one instead of stopping. */
    public boolean failsOver() {
        return stop == Stop.IN_FIRST_EPOCH;
    }

    /** Document and section that define it ({@code xenscope.expert.spec}). */
    public String spec() {
        if (name().indexOf('_') < 0) {
            return "legacy-libxc.md 9";
        }
        String family = name().substring(0, name().indexOf('_'));
        if (CARRIERS.contains(family)) {
            return "carriers.md 9.1";
        }
        if (TRANSPORT.contains(family)) {
            return "carriers.md 9.2";
        }
        String section = switch (family) {
            case "GEN", "XLH", "HSK" -> "8.1";
            case "LXL" -> "8.2";
            case "LXC" -> "8.3";
            case "PGD" -> "8.4";
            case "PVR" -> "8.5";
            case "TSR", "HVR", "STA" -> "8.6";
            case "CKP", "BC" -> "8.7";
            default -> "";
        };
        return section.isEmpty() ? "payloads.md F" : "stream-v2.md " + section;
    }
}
