package io.xenscope.samples.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.xenscope.samples.grammar.RecordListener;
import io.xenscope.samples.grammar.RecordRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Order, batches and passes of generated runs. */
class MigrationTest {
    private final List<RecordRow> rows = new ArrayList<>();
    private final ByteArrayOutputStream forward = new ByteArrayOutputStream();
    private final ByteArrayOutputStream back = new ByteArrayOutputStream();

    @Test
    void hvmRecordsInOrder() throws IOException {
        run(Scenario.of(GuestKind.HVM).mode(Mode.SAVE).pages(1024));
        assertThat(names())
                .containsExactly(
                        "XL_SAVE_HEADER",
                        "LIBXL_HEADER",
                        "LIBXC_CONTEXT",
                        "IMAGE_HEADER",
                        "DOMAIN_HEADER",
                        "X86_CPUID_POLICY",
                        "X86_MSR_POLICY",
                        "STATIC_DATA_END",
                        "PAGE_DATA",
                        "X86_TSC_INFO",
                        "HVM_CONTEXT",
                        "HVM_PARAMS",
                        "END",
                        "EMULATOR_XENSTORE_DATA",
                        "EMULATOR_CONTEXT",
                        "END");
        assertThat(back.size()).isZero();
    }

    @Test
    void pvhHasNoDeviceModel() throws IOException {
        run(Scenario.of(GuestKind.PVH)
                .mode(Mode.SAVE)
                .pages(1024)
                .imageVersion(2)
                .wrapping(Wrapping.LIBXC));
        assertThat(names())
                .containsExactly(
                        "IMAGE_HEADER",
                        "DOMAIN_HEADER",
                        "PAGE_DATA",
                        "X86_TSC_INFO",
                        "HVM_CONTEXT",
                        "HVM_PARAMS",
                        "END");
    }

    @ParameterizedTest
    @EnumSource(names = {"PV64", "PV32"})
    void pvRecordsInOrder(GuestKind guest) throws IOException {
        run(Scenario.of(guest).mode(Mode.SAVE).pages(1024).vcpus(2).wrapping(Wrapping.LIBXC));
        assertThat(names())
                .containsExactly(
                        "IMAGE_HEADER",
                        "DOMAIN_HEADER",
                        "X86_PV_INFO",
                        "X86_CPUID_POLICY",
                        "X86_MSR_POLICY",
                        "STATIC_DATA_END",
                        "X86_PV_P2M_FRAMES",
                        "PAGE_DATA",
                        "X86_TSC_INFO",
                        "SHARED_INFO",
                        "X86_PV_VCPU_BASIC",
                        "X86_PV_VCPU_EXTENDED",
                        "X86_PV_VCPU_XSAVE",
                        "X86_PV_VCPU_MSRS",
                        "X86_PV_VCPU_BASIC",
                        "X86_PV_VCPU_EXTENDED",
                        "X86_PV_VCPU_XSAVE",
                        "X86_PV_VCPU_MSRS",
                        "END");
    }

    @Test
    void convertedPvPutsSharedInfoLast() throws IOException {
        run(Scenario.of(GuestKind.PV64).mode(Mode.SAVE).pages(1024).wrapping(Wrapping.CONVERTED));
        assertThat(names())
                .containsExactly(
                        "LIBXL_HEADER",
                        "LIBXC_CONTEXT",
                        "IMAGE_HEADER",
                        "DOMAIN_HEADER",
                        "X86_PV_INFO",
                        "STATIC_DATA_END",
                        "X86_PV_P2M_FRAMES",
                        "PAGE_DATA",
                        "X86_TSC_INFO",
                        "X86_PV_VCPU_BASIC",
                        "X86_PV_VCPU_EXTENDED",
                        "X86_PV_VCPU_XSAVE",
                        "SHARED_INFO",
                        "END",
                        "END");
        assertThat(rows.get(3).detail()).contains("xen=0.1");
    }

    @Test
    void convertedHvmSplitsItsParameters() throws IOException {
        run(Scenario.of(GuestKind.HVM).mode(Mode.SAVE).pages(1024).wrapping(Wrapping.CONVERTED_LIBXC));
        assertThat(names()).containsSubsequence("X86_TSC_INFO", "HVM_PARAMS", "HVM_PARAMS", "HVM_CONTEXT", "END");
        assertThat(forward.toString(StandardCharsets.ISO_8859_1)).contains("DeviceModelRecord0002");
    }

    @ParameterizedTest
    @EnumSource
    void recordsFollowEachOtherWithoutGapAndPagesFillTheirRecord(GuestKind guest) throws IOException {
        run(Scenario.of(guest).mode(Mode.DEBUG).pages(5000));
        byte[] stream = forward.toByteArray();
        long expected = 0;
        for (RecordRow row : rows) {
            assertThat(row.offset()).isEqualTo(expected);
            expected += row.total();
            if (row.name().equals("PAGE_DATA")) {
                checkPageData(stream, (int) row.offset());
            }
        }
        assertThat(expected + "domain is yours, you are cleared to unpause".length() + 1)
                .isEqualTo(stream.length);
    }

    @ParameterizedTest
    @EnumSource
    void firstPassListsEveryPfnOnce(GuestKind guest) throws IOException {
        run(Scenario.of(guest).mode(Mode.SAVE).pages(5000));
        List<Long> pfns = new ArrayList<>();
        for (RecordRow row : rows) {
            if (row.name().equals("PAGE_DATA")) {
                pfns.addAll(pfns((int) row.offset()));
            }
        }
        assertThat(pfns).hasSize(5000).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void passesAreVisibleAsRestarts() throws IOException {
        run(Scenario.of(GuestKind.PVH).rounds(3).dirty(0.5, 300.0, 60.0, 10.0).pages(4096));
        List<Integer> passes = new ArrayList<>();
        long last = Long.MAX_VALUE;
        for (RecordRow row : rows) {
            if (row.name().equals("PAGE_DATA")) {
                List<Long> pfns = pfns((int) row.offset());
                if (pfns.get(0) <= last) {
                    passes.add(0);
                }
                passes.set(passes.size() - 1, passes.get(passes.size() - 1) + pfns.size());
                last = pfns.get(pfns.size() - 1);
            }
        }
        assertThat(passes).containsExactly(4096, 1920, 300, 60, 10);
    }

    @Test
    void pvDefersPageTablesUntilSuspended() throws IOException {
        run(Scenario.of(GuestKind.PV64).rounds(0).dirty(4.0).pages(4096));
        List<RecordRow> data =
                rows.stream().filter(row -> row.name().equals("PAGE_DATA")).toList();
        assertThat(data.get(0).detail()).contains("XTAB:2").contains("L4P:1");
        assertThat(data.get(data.size() - 1).detail()).contains("count=22").contains("L1:2,XTAB:16");
    }

    @Test
    void remusNeverEnds() throws IOException {
        run(Scenario.of(GuestKind.HVM)
                .mode(Mode.REMUS)
                .checkpoints(4)
                .pages(512)
                .physmap(0));
        assertThat(names()).doesNotContain("END").endsWith("CHECKPOINT", "EMULATOR_CONTEXT", "CHECKPOINT_END");
        assertThat(names().stream().filter("CHECKPOINT"::equals)).hasSize(4);
        assertThat(back.toString(StandardCharsets.US_ASCII)).endsWith("data.\n");
    }

    @Test
    void coloAnswersEveryRound() throws IOException {
        run(Scenario.of(GuestKind.HVM).mode(Mode.COLO).checkpoints(2).pages(512).dirty(2.0));
        ByteBuffer answers = ByteBuffer.wrap(back.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(answers.remaining()).isEqualTo(54 + 5 * 16 + 8 + 2 * 8);
        assertThat(new int[] {answers.getInt(54 + 8), answers.getInt(70 + 8), answers.getInt(86 + 8)})
                .containsExactly(2, 3, 1);
        assertThat(answers.getInt(102)).isEqualTo(0x0f);
        assertThat(answers.getLong(110)).isLessThan(answers.getLong(118));
        assertThat(names()).containsSubsequence("CHECKPOINT_END", "CHECKPOINT_STATE", "PAGE_DATA", "CHECKPOINT");
    }

    @Test
    void migrationIsAnsweredWithFourMessages() throws IOException {
        run(Scenario.of(GuestKind.PVH).pages(64));
        assertThat(back.size()).isEqualTo(128);
        assertThat(forward.toString(StandardCharsets.ISO_8859_1)).endsWith("cleared to unpause\0");
    }

    @Test
    void streamCanBreakOff() throws IOException {
        run(Scenario.of(GuestKind.PVH).pages(64).cutAt(5000));
        assertThat(forward.size()).isEqualTo(5000);
        assertThat(names()).doesNotContain("PAGE_DATA");
        assertThat(back.size()).isEqualTo(54);
    }

    @Test
    void sameSeedSameStream() throws IOException {
        run(Scenario.of(GuestKind.PV32).pages(512).seed(7));
        byte[] first = forward.toByteArray();
        forward.reset();
        run(Scenario.of(GuestKind.PV32).pages(512).seed(7));
        assertThat(forward.toByteArray()).isEqualTo(first);
    }

    @Test
    void realHolesLeaveTheMmioRangeEmpty() throws IOException {
        GuestMap map = GuestMap.of(GuestKind.HVM, 0x110000, Holes.REAL);
        assertThat(map.size()).isEqualTo(0x120000);
        assertThat(map.regions()).contains(new Region(0xa0, 0x20, RegionKind.HOLE));
        assertThat(map.ram()).isEqualTo(0x110000 - 0x20 + 9 + 16);
    }

    @Test
    void coloIsRefusedForPvGuests() {
        ScenarioBuilder colo = Scenario.of(GuestKind.PV64).mode(Mode.COLO);
        assertThatThrownBy(colo::build).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void memoryUseDoesNotGrowWithTheStream() throws IOException {
        // 8 GiB through a heap of at most 1 GiB: any retained part of the stream would exhaust it.
        Counter counter = new Counter();
        Scenario scenario =
                Scenario.of(GuestKind.PVH).pages(1_500_000).dirty(0.1).build();
        new Migration(scenario, new StreamTransport(counter), RecordListener.NONE).run();
        assertThat(counter.octets).isGreaterThan(8_000_000_000L);
    }

    private void run(ScenarioBuilder builder) throws IOException {
        rows.clear();
        new Migration(builder.build(), new StreamTransport(forward, back), rows::add).run();
    }

    private List<String> names() {
        return rows.stream().map(RecordRow::name).toList();
    }

    private static void checkPageData(byte[] stream, int offset) {
        ByteBuffer record = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
        int count = record.getInt(offset + 8);
        int carrying = 0;
        for (int i = 0; i < count; i++) {
            carrying += record.getLong(offset + 16 + 8 * i) >>> 60 < 0xd ? 1 : 0;
        }
        assertThat(count).isBetween(1, 1024);
        assertThat(record.getInt(offset + 4)).isEqualTo(8 + 8 * count + 4096 * carrying);
    }

    private List<Long> pfns(int offset) {
        ByteBuffer record = ByteBuffer.wrap(forward.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        List<Long> pfns = new ArrayList<>();
        for (int i = 0; i < record.getInt(offset + 8); i++) {
            pfns.add(record.getLong(offset + 16 + 8 * i) & 0xfffffffffffffL);
        }
        return pfns;
    }

    private static final class Counter extends OutputStream {
        private long octets;

        @Override
        public void write(int octet) {
            octets++;
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            octets += length;
        }
    }
}
