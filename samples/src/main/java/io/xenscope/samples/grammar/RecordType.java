package io.xenscope.samples.grammar;

/** Numbers of the libxc record types (section 4.4), for records built by hand. */
public final class RecordType {
    /** Last record of an image. */
    public static final int END = 0x00;
    /** Page contents. */
    public static final int PAGE_DATA = 0x01;
    /** Width and page-table depth of a PV guest. */
    public static final int X86_PV_INFO = 0x02;
    /** Frames of the P2M table of a PV guest. */
    public static final int X86_PV_P2M_FRAMES = 0x03;
    /** Registers of a PV VCPU. */
    public static final int X86_PV_VCPU_BASIC = 0x04;
    /** Extended context of a PV VCPU. */
    public static final int X86_PV_VCPU_EXTENDED = 0x05;
    /** Extended register state of a PV VCPU. */
    public static final int X86_PV_VCPU_XSAVE = 0x06;
    /** Shared info page of a PV guest. */
    public static final int SHARED_INFO = 0x07;
    /** Time stamp counter. */
    public static final int X86_TSC_INFO = 0x08;
    /** Hypervisor state of an HVM guest. */
    public static final int HVM_CONTEXT = 0x09;
    /** Parameters of an HVM guest. */
    public static final int HVM_PARAMS = 0x0a;
    /** Never written by a release. */
    public static final int TOOLSTACK = 0x0b;
    /** Model specific registers of a PV VCPU. */
    public static final int X86_PV_VCPU_MSRS = 0x0c;
    /** Memory follows once more for comparison. */
    public static final int VERIFY = 0x0d;
    /** End of a checkpoint round. */
    public static final int CHECKPOINT = 0x0e;
    /** PFNs a COLO secondary dirtied. */
    public static final int CHECKPOINT_DIRTY_PFN_LIST = 0x0f;
    /** End of the static part. */
    public static final int STATIC_DATA_END = 0x10;
    /** CPUID policy. */
    public static final int X86_CPUID_POLICY = 0x11;
    /** MSR policy. */
    public static final int X86_MSR_POLICY = 0x12;

    private RecordType() {}
}
