package io.xenscope.dissect.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.Limits;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.fields.Kept;
import io.xenscope.dissect.fields.SeenOctets;
import io.xenscope.dissect.test.Bounds;
import io.xenscope.dissect.test.FieldText;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One reader for all layouts: variants, arrays, bit fields, damage, limits (payload specification A to C). */
class LayoutReaderTest {

    private static final long OFFSET = 1000;

    private static SeenOctets octets(byte... octets) {
        return SeenOctets.whole(new Slice(octets, 0, octets.length, OFFSET, 0, ByteOrder.LITTLE_ENDIAN));
    }

    private static LayoutReader reader(int release) {
        return new LayoutReader(true, Limits.DEFAULT, release, new Xstate());
    }

    private static Fields read(Table table, String struct, byte... payload) {
        return reader(Release.UNKNOWN).read(table, struct, octets(payload), payload.length);
    }

    private static Value at(Fields fields, String path) {
        Value value = fields;
        for (String name : path.split("/")) {
            value = value instanceof Value.Items items
                    ? items.head().get(Integer.parseInt(name))
                    : ((Fields) value)
                            .members().stream()
                                    .filter(field -> field.name().equals(name))
                                    .findFirst()
                                    .orElseThrow(() -> new AssertionError("no " + path))
                                    .value();
        }
        return value;
    }

    private static Value.Leaf leaf(Fields fields, String path) {
        return (Value.Leaf) at(fields, path);
    }

    private static String bits(Value.Leaf leaf) {
        StringBuilder text = new StringBuilder();
        for (Value.Bits part : leaf.bits()) {
            if (part.value() != 0) {
                text.append(part.name())
                        .append('@')
                        .append(part.lsb())
                        .append('=')
                        .append(part.value());
                text.append(part.text() == null ? "" : "(" + part.text() + ")").append(' ');
            }
        }
        return text.toString().trim();
    }

    private static ByteBuffer room(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void leavesTellTheirPlaceInTheStream() {
        byte[] cpu =
                room(1032).putLong(656, 0x8005_0033L).putLong(640, -1L << 12).array();
        Fields fields = read(Tables.hvm(), "hvm_hw_cpu", cpu);
        Value.Leaf cr0 = leaf(fields, "cr0");
        assertThat(cr0.offset()).isEqualTo(OFFSET + 656);
        assertThat(cr0.length()).isEqualTo(8);
        assertThat(cr0.data()).isEqualTo(new Value.Data.Hex(0x8005_0033L));
        assertThat(cr0.text()).isEqualTo("PE MP ET NE WP AM PG");
        assertThat(cr0.bits()).hasSize(11);
        assertThat(bits(cr0)).isEqualTo("PE@0=1 MP@1=1 ET@4=1 NE@5=1 WP@16=1 AM@18=1 PG@31=1");
        assertThat(leaf(fields, "rip").data()).isEqualTo(new Value.Data.Hex(0xffff_ffff_ffff_f000L));
    }

    @Test
    void bitsWithoutANameAreToldTogether() {
        byte[] cpu = room(1032).putLong(656, 1L << 40 | 1).array();
        assertThat(bits(leaf(read(Tables.hvm(), "hvm_hw_cpu", cpu), "cr0")))
                .isEqualTo("PE@0=1 other_bits@0=1099511627776(not defined)");
    }

    @Test
    void nothingIsSaidAboutBitsNobodyWants() {
        byte[] cpu = room(1032).putLong(656, 1).array();
        LayoutReader plain = new LayoutReader(false, Limits.DEFAULT, Release.UNKNOWN, new Xstate());
        Value.Leaf cr0 = leaf(plain.read(Tables.hvm(), "hvm_hw_cpu", octets(cpu), 1032), "cr0");
        assertThat(cr0.bits()).isEmpty();
        assertThat(cr0.text()).isNull();
    }

    @Test
    void theLengthChoosesTheLayout() {
        byte[] old = room(1016).putLong(1000, 77).array();
        Fields fields = read(Tables.hvm(), "hvm_hw_cpu", old);
        assertThat(leaf(fields, "tsc").offset()).isEqualTo(OFFSET + 1000);
        assertThat(names(fields)).doesNotContain("msr_tsc_aux", "flags");
        assertThat(names(read(Tables.hvm(), "hvm_hw_cpu", new byte[1024])))
                .contains("msr_tsc_aux")
                .doesNotContain("flags");
        assertThat(names(read(Tables.hvm(), "hvm_hw_cpu", new byte[1032]))).contains("msr_tsc_aux", "flags");
    }

    private static java.util.List<String> names(Fields fields) {
        return fields.members().stream().map(Fields.Field::name).toList();
    }

    @Test
    void theReleaseChoosesWhereLengthsAreEqual() {
        byte[] viridian = room(16).putLong(0, 1).put(8, (byte) 0x31).array();
        for (Object[] expected : new Object[][] {
            {Release.of(4, 8), "apic_assist_vector"},
            {Release.of(4, 10), "vp_assist_vector"},
            {Release.of(4, 11), "vp_assist_pending"},
            {Release.of(4, 12), "apic_assist_pending"},
            {Release.UNKNOWN, "apic_assist_pending"}
        }) {
            Fields fields =
                    reader((int) expected[0]).read(Tables.hvm(), "hvm_viridian_vcpu_context", octets(viridian), 16);
            assertThat(names(fields).get(1)).isEqualTo(expected[1]);
        }
    }

    @Test
    void shortPayloadsGiveWhatFits() {
        Fields fields = read(Tables.hvm(), "hvm_hw_rtc", new byte[20]);
        assertThat(names(fields)).containsExactly("cmos_data", "cmos_index");
        assertThat(names(read(Tables.hvm(), "hvm_hw_lapic", new byte[20])))
                .containsExactly("apic_base_msr", "disabled", "timer_divisor");
    }

    @Test
    void whatIsBehindTheLongestLayoutIsShownAndBelongsToTheGuest() {
        Value.Leaf surplus = leaf(
                read(
                        Tables.hvm(),
                        "hvm_tsc_adjust",
                        room(12).putInt(8, 0x0403_0201).array()),
                "surplus");
        assertThat(surplus.offset()).isEqualTo(OFFSET + 8);
        assertThat(surplus.data()).isEqualTo(new Value.Data.Guarded(new Value.Data.Text("01020304")));
    }

    @Test
    void paddingShowsOnlyWhenItIsNotZero() {
        assertThat(names(read(Tables.hvm(), "hvm_hw_pit", new byte[56])))
                .containsExactly("channels", "speaker_data_on");
        Value.Leaf pad =
                leaf(read(Tables.hvm(), "hvm_hw_pit", room(56).putInt(52, 9).array()), "pad0");
        assertThat(pad.data()).isEqualTo(new Value.Data.Numeric(9));
        assertThat(pad.text()).isEqualTo("expected 0");
    }

    @Test
    void arraysHaveLabelsOrIndexes() {
        byte[] mtrr = room(240).putLong(8, 6).putLong(16, 0xf_8000_0800L).array();
        Fields fields = read(Tables.hvm(), "hvm_hw_mtrr", mtrr);
        assertThat(leaf(fields, "msr_mtrr_var/PHYSMASK0").offset()).isEqualTo(OFFSET + 16);
        assertThat(bits(leaf(fields, "msr_mtrr_var/PHYSBASE0"))).isEqualTo("type@0=6(WB)");
        Value.Items pins = (Value.Items) at(read(Tables.hvm(), "hvm_hw_vioapic", new byte[400]), "redirtbl");
        assertThat(pins.total()).isEqualTo(48);
        assertThat(pins.label()).isEqualTo("pin");
        assertThat(((Value.Leaf) pins.head().get(47)).offset()).isEqualTo(OFFSET + 16 + 8 * 47);
    }

    @Test
    void registersAreNamedByTheirNumber() {
        byte[] msrs = room(40).putInt(0, 2)
                .putInt(8, 0x48)
                .putLong(16, 5)
                .putInt(24, 0x0da0)
                .putLong(32, 0x800)
                .array();
        Fields fields = read(Tables.hvm(), "hvm_msr", msrs);
        assertThat(leaf(fields, "msr/0/name").data()).isEqualTo(new Value.Data.Text("SPEC_CTRL"));
        assertThat(bits(leaf(fields, "msr/0/val"))).isEqualTo("IBRS@0=1 SSBD@2=1");
        assertThat(bits(leaf(fields, "msr/1/val"))).isEqualTo("CET_U@11=1");
    }

    @Test
    void aCountBeyondThePayloadIsNotBelieved() {
        byte[] msrs = room(24).putInt(0, -1).putInt(8, 0x48).array();
        Value.Items items = (Value.Items) at(read(Tables.hvm(), "hvm_msr", msrs), "msr");
        assertThat(items.total()).isEqualTo(1);
    }

    @Test
    void cpuidRegistersByLeafAndSubleaf() {
        byte[] leaf =
                room(24).putInt(0, 7).putInt(4, 0).putInt(12, 1 << 5 | 1 << 22).array();
        Fields fields = (Fields) reader(0)
                .readAll(Tables.cpuid(), "xen_cpuid_leaf", octets(leaf), 24)
                .head()
                .get(0);
        assertThat(leaf(fields, "name").data()).isEqualTo(new Value.Data.Text("structured_features_0"));
        assertThat(bits(leaf(fields, "b"))).isEqualTo("AVX2@5=1 other_bits@0=4194304(not defined)");
        assertThat(leaf(fields, "a").text()).isEqualTo("max_subleaf");
    }

    @Test
    void parametersMeanWhatTheirIndexSays() {
        byte[] params = room(32).putLong(0, 19)
                .putLong(8, 1)
                .putLong(16, 9)
                .putLong(24, 0x67)
                .array();
        Value.Items items = reader(0).readAll(Tables.params(), "hvm_params_entry", octets(params), 16);
        assertThat(FieldText.of(new Fields(java.util.List.of(new Fields.Field("p", items)))))
                .isEqualTo(
                        "p=[{index=19 name=ACPI_IOPORTS_LOCATION"
                                + " value=0x1(qemu (PM1A_EVT 0xb000, PM1A_CNT 0xb004, PM_TMR 0xb008))},"
                                + " {index=9 name=VIRIDIAN value=0x67(base_freq no_freq time_ref_count apic_assist crash_ctl)}]");
    }

    @Test
    void unusedVectorsAreLeftOut() {
        byte[] context = room(5168)
                .put(720 + 16 * 14, (byte) 14)
                .putLong(720 + 16 * 14 + 8, -4096)
                .array();
        Value.Items vectors = (Value.Items) at(read(Tables.pv(), "vcpu_guest_context_x86_64", context), "trap_ctxt");
        assertThat(vectors.total()).isEqualTo(1);
        assertThat(leaf((Fields) vectors.head().get(0), "vector").offset()).isEqualTo(OFFSET + 720 + 16 * 14);
    }

    @Test
    void generalRegistersBelongToTheGuest() {
        byte[] context =
                room(5168).putLong(520 + 80, 7).putLong(520 + 96, 0x155).array();
        LayoutReader reader = reader(0);
        Fields boot = reader.read(Tables.pv(), "vcpu_guest_context_x86_64", octets(context), 5168, 0);
        assertThat(leaf(boot, "user_regs/rax").data()).isEqualTo(new Value.Data.Guarded(new Value.Data.Hex(7)));
        assertThat(leaf(boot, "user_regs/rdx").data()).isEqualTo(new Value.Data.Hex(0x155));
        assertThat(leaf(boot, "user_regs/rdx").text()).isEqualTo("PFN of start_info");
        Fields other = reader.read(Tables.pv(), "vcpu_guest_context_x86_64", octets(context), 5168, 1);
        assertThat(leaf(other, "user_regs/rdx").data()).isInstanceOf(Value.Data.Guarded.class);
    }

    @Test
    void componentsOfAnXsaveAreaLieWhereThePolicySays() {
        byte[] area = room(16 + 840)
                .putLong(0, 0x207)
                .putLong(8, 0x207)
                .putLong(16 + 512, 0x204)
                .putLong(16 + 576, 0x1122)
                .putInt(16 + 832, 0x5555)
                .array();
        Xstate told = new Xstate();
        told.told(2, 256, 576);
        told.told(9, 8, 832);
        LayoutReader reader = new LayoutReader(true, Limits.DEFAULT, 0, told);
        Fields fields = reader.read(Tables.pv(), "pv_vcpu_xsave", octets(area), area.length);
        assertThat(((Value.Items) at(fields, "save_area/extended/YMM")).total()).isEqualTo(16);
        assertThat(leaf(fields, "save_area/extended/YMM/0").offset()).isEqualTo(OFFSET + 16 + 576);
        assertThat(leaf(fields, "save_area/extended/PKRU").data())
                .isEqualTo(new Value.Data.Guarded(new Value.Data.Hex(0x5555)));
        // Without a policy the length tells: 832 + 8 is AMD's layout.
        Fields guessed = read(Tables.pv(), "pv_vcpu_xsave", area);
        assertThat(leaf(guessed, "save_area/extended/PKRU").offset()).isEqualTo(OFFSET + 16 + 832);
    }

    @Test
    void octetsLostCostTheirLeavesOnly() {
        Kept kept = new Kept(OFFSET, 1 << 20);
        kept.octets(new byte[656], 0, 656);
        kept.missing(10);
        kept.octets(new byte[366], 0, 366);
        Fields fields = reader(0).read(Tables.hvm(), "hvm_hw_cpu", kept.seen(0, ByteOrder.LITTLE_ENDIAN), 1032);
        assertThat(names(fields)).contains("rflags", "cr3", "flags").doesNotContain("cr0", "cr2");
        assertThat(leaf(fields, "cr3").offset()).isEqualTo(OFFSET + 672);
    }

    @Test
    void aPayloadCutShortGivesItsHead() {
        Fields fields = reader(0).read(Tables.hvm(), "hvm_hw_cpu", octets(new byte[660]), 1032);
        assertThat(names(fields)).contains("rflags").doesNotContain("cr0");
    }

    @Test
    void limitsHold() {
        Limits few = Bounds.with(Map.of("arrayHead", 4L, "leavesKept", 20L));
        LayoutReader reader = new LayoutReader(true, few, 0, new Xstate());
        Value.Items pins =
                (Value.Items) at(reader.read(Tables.hvm(), "hvm_hw_vioapic", octets(new byte[400]), 400), "redirtbl");
        assertThat(pins.total()).isEqualTo(48);
        assertThat(pins.head()).hasSizeLessThan(4);
        assertThat(reader.isFull()).isTrue();
        assertThat(reader.read(Tables.hvm(), "hvm_hw_vioapic", octets(new byte[400]), 400)
                        .members())
                .isEmpty();
    }

    @Test
    void largeNumbersStayExact() {
        Fields fields =
                read(Tables.stream(), "x86_tsc_info", room(24).putLong(8, -1).array());
        assertThat(leaf(fields, "nsec").data()).isEqualTo(new Value.Data.Hex(-1));
        Value.Leaf offset = leaf(
                read(Tables.hvm(), "hvm_hw_rtc", room(24).putLong(16, -3600).array()), "rtc_offset");
        assertThat(offset.data()).isEqualTo(new Value.Data.Numeric(-3600));
        assertThat(offset.text()).isEqualTo("s");
    }
}
