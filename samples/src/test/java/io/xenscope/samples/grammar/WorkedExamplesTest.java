package io.xenscope.samples.grammar;

import static io.xenscope.samples.grammar.WorkedExamples.octets;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The worked examples of section 12 of the specification, octet by octet. */
class WorkedExamplesTest {
    private static final TscInfo TSC = new TscInfo(0, 2_400_000, 123_456_789, 1);
    private static final PageEntry HOLE = PageEntry.of(0xa0, PageType.XTAB);
    private static final PageEntry POISONED = PageEntry.of(0xa1, PageType.BROKEN);

    @Test
    void hvmImageVersion2() {
        byte[] image = StreamWriter.octets(w -> {
            w.libxc().imageHeader(2);
            w.libxc().domainHeader(DomainType.HVM, 4, 13);
            holesAndState(w);
            w.libxc().hvm().params(new HvmParam(1, 0xfeffc));
            w.libxc().end();
        });
        assertThat(image).isEqualTo(WorkedExamples.EXAMPLE_12_1);
    }

    @Test
    void hvmImageVersion3() {
        byte[] image = StreamWriter.octets(w -> {
            w.libxc().imageHeader(3);
            w.libxc().domainHeader(DomainType.HVM, 4, 20);
            w.libxc().cpuidPolicy(new CpuidLeaf(0, CpuidLeaf.NO_SUBLEAF, 0x16, 0x756e6547, 0x6c65746e, 0x49656e69));
            w.libxc().staticDataEnd();
            holesAndState(w);
            w.libxc().hvm().params(new HvmParam(1, 0xfeffc));
            w.libxc().end();
        });
        assertThat(image).isEqualTo(WorkedExamples.EXAMPLE_12_2);
    }

    @Test
    void minimalLibxlStream() {
        assertThat(StreamWriter.octets(WorkedExamplesTest::minimalLibxl)).isEqualTo(WorkedExamples.EXAMPLE_12_3);
    }

    @Test
    void emulatorXenstoreData() {
        PhysmapEntry vram = new PhysmapEntry("f0000000", 0xf0000000L, 0x800000, "vga.vram");
        byte[] record = StreamWriter.octets(w -> w.libxl().emulatorXenstoreData(Emulator.QEMU_UPSTREAM, vram));
        assertThat(record).isEqualTo(WorkedExamples.EXAMPLE_12_4);
    }

    @Test
    void xlHeaderInFrontOfLibxlStream() {
        byte[] stream = StreamWriter.octets(w -> {
            w.xl().header("{}");
            minimalLibxl(w);
        });
        assertThat(stream).startsWith(WorkedExamples.EXAMPLE_12_5).hasSize(55 + 120);
    }

    @Test
    void pv64Image() {
        PageEntry[] pages = {
            PageEntry.of(0x10, PageType.NOTAB),
            PageEntry.of(0x11, PageType.L1),
            PageEntry.of(0x12, PageType.L4_PINNED),
            PageEntry.of(0x13, PageType.XTAB)
        };
        byte[] image = StreamWriter.octets(w -> {
            w.libxc().imageHeader(3);
            w.libxc().domainHeader(DomainType.PV, 4, 17);
            w.libxc().pv().info(8);
            w.libxc().staticDataEnd();
            w.libxc().pv().p2mFrames(8, 0x3ff, 0x150);
            w.libxc().pageData(PageSource.filledWith(0x90), pages);
            w.libxc().tscInfo(TSC);
            w.libxc().pv().sharedInfo(8, 512);
            w.libxc().pv().vcpuBasic(0, 8);
            w.libxc().pv().vcpuExtended(0, Filler.octets(128, 0));
            w.libxc().pv().vcpuXsave(0, new byte[16]);
            w.libxc().pv().vcpuMsrs(0, new MsrEntry(0xc0011027L, 0));
            w.libxc().end();
        });
        assertThat(image).startsWith(WorkedExamples.EXAMPLE_12_6).hasSize(0x55d0);
        assertThat(Arrays.copyOfRange(image, 0x5588, 0x5590)).isEqualTo(octets("06000000 18000000"));
    }

    @Test
    void zeroContentRecords() {
        byte[] image = StreamWriter.octets(w -> {
            w.libxc().imageHeader(2);
            w.libxc().domainHeader(DomainType.PV, 4, 7);
            w.libxc().pv().vcpuXsave(0, new byte[0]);
            w.libxc().pv().vcpuMsrs(0);
            w.libxc().end();
        });
        assertThat(image).isEqualTo(WorkedExamples.EXAMPLE_12_7);
        assertThat(StreamWriter.octets(w -> w.libxc().hvm().params()))
                .isEqualTo(octets("0a000000 08000000 00000000 00000000"));
    }

    @Test
    void verifyPass() {
        byte[] image = StreamWriter.octets(w -> {
            w.libxc().imageHeader(3);
            w.libxc().domainHeader(DomainType.HVM, 4, 17);
            w.libxc().staticDataEnd();
            w.libxc().pageData(PageSource.ZEROES, HOLE, POISONED);
            w.libxc().verify();
            holesAndState(w);
            w.libxc().end();
        });
        assertThat(image).isEqualTo(WorkedExamples.EXAMPLE_12_8);
    }

    @Test
    void remusRounds() {
        byte[] stream = StreamWriter.octets(w -> {
            w.libxl().header();
            w.libxl().libxcContext();
            w.libxc().imageHeader(3);
            w.libxc().domainHeader(DomainType.HVM, 4, 17);
            w.libxc().staticDataEnd();
            for (int round = 0; round < 2; round++) {
                holesAndState(w);
                w.libxc().checkpoint();
                w.libxl().emulatorContext(Emulator.QEMU_UPSTREAM, octets("5145564d 00000003"));
                w.libxl().checkpointEnd();
            }
        });
        assertThat(stream).isEqualTo(WorkedExamples.EXAMPLE_12_9);
    }

    @Test
    void checkpointStates() {
        assertThat(checkpointState(CheckpointState.NEW)).isEqualTo(octets("05000000 04000000 00000000 00000000"));
        assertThat(checkpointState(CheckpointState.SVM_SUSPENDED))
                .isEqualTo(octets("05000000 04000000 01000000 00000000"));
        assertThat(checkpointState(CheckpointState.SVM_READY)).isEqualTo(octets("05000000 04000000 02000000 00000000"));
        assertThat(checkpointState(CheckpointState.SVM_RESUMED))
                .isEqualTo(octets("05000000 04000000 03000000 00000000"));
    }

    @Test
    void dirtyPfnLists() {
        assertThat(dirtyList(DirtyListFraming.PLAIN))
                .isEqualTo(octets("0f000000 10000000 3412000000000000 3512000000000000"));
        assertThat(dirtyList(DirtyListFraming.SURPLUS_8))
                .isEqualTo(octets("0f000000 10000000 0000000000000000 3412000000000000 3512000000000000"));
    }

    @Test
    void handshake() {
        assertThat(StreamWriter.octets(w -> w.handshake().banner())).isEqualTo(octets("""
                78 6c 20 6d 69 67 72 61 74 69 6f 6e 20 72 65 63 65 69 76 65 72 20 72 65 61 64 79 2c 20 73 65 6e
                64 20 62 69 6e 61 72 79 20 64 6f 6d 61 69 6e 20 64 61 74 61 2e 0a"""));
        assertThat(StreamWriter.octets(w -> w.handshake().ready())).isEqualTo(octets("""
                64 6f 6d 61 69 6e 20 72 65 63 65 69 76 65 64 2c 20 72 65 61 64 79 20 74 6f 20 75 6e 70 61 75 73
                65 00"""));
        assertThat(StreamWriter.octets(w -> w.handshake().go())).isEqualTo(octets("""
                64 6f 6d 61 69 6e 20 69 73 20 79 6f 75 72 73 2c 20 79 6f 75 20 61 72 65 20 63 6c 65 61 72 65 64
                20 74 6f 20 75 6e 70 61 75 73 65 00"""));
        assertThat(StreamWriter.octets(w -> w.handshake().report())).isEqualTo(octets("""
                6d 79 20 63 6f 70 79 20 75 6e 70 61 75 73 65 20 72 65 73 75 6c 74 73 20 61 72 65 20 61 73 20 66
                6f 6c 6c 6f 77 73 00"""));
        assertThat(StreamWriter.octets(w -> w.handshake().status(0))).isEqualTo(octets("00"));
    }

    @Test
    void optionalRecord() {
        assertThat(StreamWriter.octets(w -> w.libxc().record(0x80000001L, octets("616263"))))
                .isEqualTo(octets("01000080 03000000 6162630000000000"));
    }

    @Test
    void msrPolicyAndNarrowPvInfo() {
        byte[] records = StreamWriter.octets(w -> {
            w.libxc().msrPolicy(new MsrEntry(0xce, 0x80000000L));
            w.libxc().pv().info(4);
        });
        assertThat(records).isEqualTo(octets("""
                12000000 10000000 ce000000 00000000 00000080 00000000
                02000000 08000000 04 03 000000000000"""));
    }

    private static void minimalLibxl(StreamWriter w) throws IOException {
        w.libxl().header();
        w.libxl().libxcContext();
        w.libxc().imageHeader(3);
        w.libxc().domainHeader(DomainType.HVM, 4, 20);
        w.libxc().staticDataEnd();
        w.libxc().end();
        w.libxl().emulatorContext(Emulator.QEMU_UPSTREAM, octets("5145564d 00000003 00"));
        w.libxl().end();
    }

    private static void holesAndState(StreamWriter w) throws IOException {
        w.libxc().pageData(PageSource.ZEROES, HOLE, POISONED);
        w.libxc().tscInfo(TSC);
        w.libxc().hvm().context(new byte[] {1, 2, 3, 4, 5});
    }

    private static byte[] checkpointState(CheckpointState state) {
        return StreamWriter.octets(w -> w.libxl().checkpointState(state));
    }

    private static byte[] dirtyList(DirtyListFraming framing) {
        return StreamWriter.octets(w -> w.libxc().checkpointDirtyPfnList(framing, 0x1234, 0x1235));
    }
}
