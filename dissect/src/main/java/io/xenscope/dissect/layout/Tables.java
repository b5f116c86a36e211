package io.xenscope.dissect.layout;

/** The tables, each read when it is first asked for. */
public final class Tables {

    private Tables() {}

    /** HVM save records. */
    public static Table hvm() {
        return Hvm.TABLE;
    }

    /** The types of HVM save records. */
    public static SaveRecordTable saveRecords() {
        return Hvm.RECORDS;
    }

    /** State of PV virtual CPUs. */
    public static Table pv() {
        return Pv.TABLE;
    }

    /** The page a PV guest shares with the hypervisor. */
    public static Table sharedInfo() {
        return Shared.TABLE;
    }

    /** The CPUID policy. */
    public static Table cpuid() {
        return Cpuid.TABLE;
    }

    /** The MSR policy. */
    public static Table msr() {
        return Msr.TABLE;
    }

    /** HVM parameters in a record. */
    public static Table params() {
        return Params.TABLE;
    }

    /** Small records. */
    public static Table stream() {
        return Stream.TABLE;
    }

    /** The toolstack blob of legacy streams. */
    public static Table toolstack() {
        return Toolstack.TABLE;
    }

    /** Configuration space of PCI devices. */
    public static Table pci() {
        return Pci.TABLE;
    }

    /** HVM parameters by index. */
    public static HvmParamTable hvmParams() {
        return Params.INDEX;
    }

    static CpuidTable cpuidLeaves() {
        return Cpuid.LEAVES;
    }

    static MsrTable msrs() {
        return Msr.INDEX;
    }

    static XstateTable xstate() {
        return Common.XSTATE;
    }

    static Table common() {
        return Common.TABLE;
    }

    /** Whether some release writes the register in the record of that name. */
    public static boolean carriesMsr(String record, long index) {
        return msrs().isCarried(record, index);
    }

    /** A name for people of a model-specific register. */
    public static String msrName(long index) {
        String name = msrs().name(index);
        return (name == null ? "MSR" : name) + " (0x" + Long.toHexString(index) + ")";
    }

    /**
     * Bits of {@code value} that have no name although the register of the leaf holds nothing but named features; 0 for
     * registers that hold something else.
     */
    public static long unnamedFeatures(long leaf, long subleaf, String register, long value) {
        CpuidTable.Leaf known = cpuidLeaves().leaf(leaf, subleaf);
        return known == null ? 0 : known.unnamedFeatures(register, value);
    }

    private static final class Common {
        static final Json JSON = Json.resource("x86-common.json");
        static final Table TABLE = Table.of("x86-common.json", JSON);
        static final XstateTable XSTATE = new XstateTable(section(JSON, "xstate_components"));
    }

    private static final class Hvm {
        static final Json JSON = Json.resource("hvm-save-records.json");
        static final Table TABLE = Table.of("hvm-save-records.json", JSON, Common.TABLE);
        static final SaveRecordTable RECORDS = new SaveRecordTable(JSON, TABLE);
    }

    private static final class Pv {
        static final Table TABLE = Table.load("pv-vcpu.json", Common.TABLE, Hvm.TABLE);
    }

    private static final class Shared {
        static final Table TABLE = Table.load("shared-info.json", Common.TABLE);
    }

    private static final class Stream {
        static final Table TABLE = Table.load("stream-enums.json");
    }

    private static final class Toolstack {
        static final Table TABLE = Table.load("toolstack.json");
    }

    private static final class Pci {
        static final Table TABLE = Table.load("pci.json");
    }

    private static final class Cpuid {
        static final Json JSON = Json.resource("cpuid.json");
        static final Table TABLE = Table.of("cpuid.json", JSON, Common.TABLE);
        static final CpuidTable LEAVES = new CpuidTable(JSON);
    }

    private static final class Msr {
        static final Json JSON = Json.resource("msr.json");
        static final Table TABLE = Table.of("msr.json", JSON, Common.TABLE);
        static final MsrTable INDEX = new MsrTable(JSON);
    }

    private static final class Params {
        static final Json JSON = Json.resource("hvm-params.json");
        static final Table TABLE = Table.of("hvm-params.json", JSON, Stream.TABLE);
        static final HvmParamTable INDEX = new HvmParamTable(JSON);
    }

    private static Json section(Json json, String name) {
        Json section = json.object(name);
        if (section == null) {
            throw new IllegalStateException("no section " + name);
        }
        return section;
    }
}
