package io.xenscope.dissect.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.samples.legacy.LegacyBuilder;
import io.xenscope.samples.legacy.LegacySamples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every finding of the legacy-stream specification 9 with a stream that raises it. */
public class LegacyFindingsTest {

    private static final long FIRST_BATCH_OF_PV = 5232;

    /** @param expected {@code code severity offset} */
    record Case(String expected, byte[] stream) {
        @Override
        public String toString() {
            return expected;
        }
    }

    private static LegacyBuilder hvm() {
        return new LegacyBuilder(8).words(LegacyBuilder.P2M_SIZE);
    }

    private static byte[] finish(LegacyBuilder stream) {
        return stream.vcpuInfo(0, 1).lastEnd().hvmTail("DeviceModelRecord0002").octets();
    }

    private static byte[] hvmEntries(long... entries) {
        return finish(hvm().tscInfo().batch(entries));
    }

    private static byte[] hvmChunk(LegacyBuilder chunk) {
        return finish(hvm().tscInfo().batch(0, 1).raw(chunk.octets()));
    }

    private static LegacyBuilder chunk() {
        return new LegacyBuilder(8);
    }

    /** A PV stream whose extended info has these octets behind the vcpu block. */
    private static byte[] pvBlocks(LegacyBuilder blocks, long frame) {
        byte[] more = blocks.octets();
        return chunk().words(16, -1)
                .u32(5176 + more.length)
                .text("vcpu")
                .u32(5168)
                .fill(0, 5168)
                .raw(more)
                .words(frame)
                .octets();
    }

    private static byte[] pv(LegacyBuilder tail, long... entries) {
        return new LegacyBuilder(8)
                .pvHeader(8, 0)
                .tscInfo()
                .batch(entries)
                .vcpuInfo(0, 1)
                .lastEnd()
                .raw(tail.octets())
                .octets();
    }

    private static byte[] patched(byte[] octets, int at, int value) {
        byte[] bent = octets.clone();
        bent[at] = (byte) value;
        return bent;
    }

    /** A compressed second round. */
    private static byte[] compressed(LegacyBuilder round) {
        return LegacySamples.compressedBegin(8)
                .raw(round.octets())
                .vcpuInfo(0, 1)
                .end()
                .hvmTail("RemusDeviceModelState")
                .octets();
    }

    private static byte[] full(int octet) {
        byte[] full = new byte[4097];
        Arrays.fill(full, (byte) octet);
        full[0] = (byte) 0x80;
        return full;
    }

    private static final long[] SOUND = {0, 3, 4, LegacySamples.L4 | 5};
    private static final long SECOND = LegacySamples.compressedBegin(8).size();
    private static final long BATCH = 8 + 24;
    private static final long BEHIND_BATCH = BATCH + 4 + 16 + 8192;

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>(inHeader());
        cases.addAll(inBatches());
        cases.addAll(inChunks());
        cases.addAll(inTails());
        cases.addAll(inRounds());
        return cases.stream();
    }

    private static List<Case> inHeader() {
        LegacyBuilder extv = chunk().text("extv").u32(0);
        return List.of(
                new Case("E01 error 0", finish(chunk().words(0).tscInfo())),
                new Case("E02 error 24", patched(LegacySamples.pv(8, 8, 0), 24, 0x31)),
                new Case("E03 error 5200", pvBlocks(chunk().text("extv").u32(9), 3)),
                new Case(
                        "E04 warn 5200", pvBlocks(chunk().text("zzzz").u32(4, 0).raw(extv.octets()), 3)),
                new Case("E05 error 5200", pvBlocks(chunk().text("xcnt").u32(8, 0, 0), 3)),
                new Case("E06 note 5200", pvBlocks(chunk().text("extv").u32(4, 0), 3)),
                new Case("E07 note 8", LegacySamples.oldPv(8)),
                new Case("E08 error 5204", pvBlocks(extv, 16)),
                new Case("E09 error " + (FIRST_BATCH_OF_PV + 42_000), new byte[0]));
    }

    private static List<Case> inBatches() {
        LegacyBuilder pvXalloc =
                chunk().words(16, 3).batch(0, 3, 4, LegacySamples.L4 | 5).list(0xe000_0006L);
        return List.of(
                new Case("E10 error 32", hvm().tscInfo().u32(1025).octets()),
                new Case("E11 error 32", hvm().tscInfo().u32(-100).octets()),
                new Case("E12 error 44", hvmEntries(0, 16)),
                new Case("E13 error 44", hvmEntries(0, 0x5000_0001L)),
                new Case("E14 warn 44", hvmEntries(0, 0x8000_0001L)),
                new Case("E15 warn 44", hvmEntries(0, 0x1000_0001L)),
                new Case("E16 warn 52", hvmEntries(0, 1, 1)),
                new Case("E17 note 44", hvmEntries(0, 0xf000_0001L)),
                new Case("E18 warn 44", hvmEntries(0, 0x1_0000_0001L)),
                new Case("E18 note 28", chunk().words(16, 3).batch(0, -1L << 28).octets()),
                new Case("E19 warn " + (16 + 4 + 32 + 4 * 4096 + 4), pvXalloc.octets()),
                new Case("E29 note 5236", table(1)),
                new Case("PGD-020 warn " + (5236 + 4 + 8), table(0x10_067)));
    }

    /** A page table with this entry; the guest has sixteen PFNs. */
    private static byte[] table(long entry) {
        return new LegacyBuilder(8)
                .pvHeader(8, 0)
                .tscInfo()
                .list(0x1000_0001L)
                .u64(entry)
                .fill(0, 4088)
                .octets();
    }

    @Test
    void theLastPfnIsNotBeyondTheGuest() {
        assertThat(LegacyDecoded.of(table(0xf_067)).findings()).noneMatch(text -> text.startsWith("PGD-020"));
    }

    private static List<Case> inChunks() {
        long at = BEHIND_BATCH;
        return List.of(
                new Case("E20 error " + (at + 4), hvmChunk(chunk().u32(-2, 4096))),
                new Case("E22 warn " + (at + 8), hvmChunk(chunk().vcpuInfo(0, 3))),
                new Case(
                        "E23 warn " + (at + 4),
                        hvm().tscInfo().batch(0, 1).lastEnd().octets()),
                new Case("E31 error " + at, hvmChunk(chunk().compressed(full(1)))),
                new Case("E34 note " + (at + 4), hvmChunk(chunk().u32(-13))),
                new Case("E50 warn " + (at + 16 + 16 + 4), hvmChunk(chunk().parameter(-19, 1))),
                new Case("E51 warn " + (at + 8), hvmChunk(chunk().parameter(-10, 2))),
                new Case("E52 note " + (at + 4), hvmChunk(chunk().u32(-3, 1).u64(1))),
                new Case(
                        "E53 warn 5236",
                        new LegacyBuilder(8)
                                .pvHeader(8, 0)
                                .tscInfo()
                                .parameter(-3, 1)
                                .octets()),
                new Case("E54 error " + (at + 4), hvmChunk(chunk().u32(-18, 8, 2, 0))),
                new Case("E54 error " + (at + 12), hvmChunk(chunk().u32(-18, 8, 1, 1))),
                new Case("E55 warn " + (at + 4), hvmChunk(chunk().u32(-18, 0))),
                new Case("E56 note " + (BATCH - 24 + 36 + 8192 - 16 + 4), noTsc()),
                new Case("E57 note " + at, hvmChunk(chunk().u32(-1))),
                new Case(
                        "E58 error 20", hvm().u32(-5, 1, 16, 0, 0, 0, 0, -1, -1).octets()),
                new Case(
                        "E58 error 36",
                        hvm().u32(-5, 1, 16, -1, 0, 0, 0, 0, -1).tscInfo().octets()));
    }

    private static byte[] noTsc() {
        return hvm().batch(0, 1).u32(-9, 0).octets();
    }

    private static List<Case> inTails() {
        LegacyBuilder tail = chunk().u32(0);
        long at = 5212 + 24 + 4 + 32 + 4 * 4096 + 16 + 8;
        byte[] gdt = pv(tail.vcpu(8, 5, 0).fill(0, 4096), SOUND);
        LegacyBuilder xsave = new LegacyBuilder(8)
                .pvHeader(8, 64)
                .tscInfo()
                .batch(SOUND)
                .vcpuInfo(0, 1)
                .lastEnd()
                .u32(0);
        int sizeAt = xsave.size() + 5168 + 128 + 8;
        LegacyBuilder hvm = hvm().tscInfo().batch(0, 1).vcpuInfo(0, 1).lastEnd();
        long behind = hvm.size();
        byte[] head = hvm.octets();
        byte[] state = hvm.hvmState().octets();
        return List.of(
                new Case(
                        "E24 error " + sizeAt,
                        xsave.vcpu(8, 5, 48).fill(0, 4096).octets()),
                new Case("E25 error " + at, pv(chunk().u32(0x1000_0001L), SOUND)),
                new Case("E25 error " + at, pv(chunk().u32(17).fill(0, 17 * 8), SOUND)),
                new Case("E26 error " + (at + 4), pv(chunk().u32(1).words(16), SOUND)),
                new Case("E26 note " + (at + 12), pv(chunk().u32(2).words(7, 6), SOUND)),
                new Case("E27 error " + (at + 4 + 4984 + 24), pv(chunk().u32(0).vcpu(8, 16, 0), SOUND)),
                new Case("E27 error " + (at + 4 + 4984 + 24), pv(chunk().u32(0).vcpu(8, 3, 0), SOUND)),
                new Case("E28 error " + (at + 4 + 4960), patched(gdt, (int) at + 4 + 4960 + 3, 1)),
                new Case(
                        "E46 error " + state.length,
                        chunk().raw(state).text("NotADeviceModelRecord").octets()),
                new Case(
                        "E48 error " + (state.length + 21),
                        chunk().raw(state).text("QemuDeviceModelRecordJunk").octets()),
                new Case(
                        "E49 warn " + (behind + 28),
                        chunk().raw(head).u64(0, 0, 0).u32(8).u64(0).octets()),
                new Case("E60 note " + finish(hvm().tscInfo()).length, withTail(finish(hvm().tscInfo()))));
    }

    private static byte[] withTail(byte[] stream) {
        return chunk().raw(stream).text("junk").octets();
    }

    private static List<Case> inRounds() {
        byte[] plain = hvm().tscInfo()
                .vcpuInfo(0, 1)
                .end()
                .hvmTail("DeviceModelRecord0002")
                .octets();
        byte[] noMark = LegacySamples.hvmRemus();
        int second = hvm().tscInfo()
                .batch(0, 1, 2)
                .vcpuInfo(0, 1)
                .end()
                .hvmTail("RemusDeviceModelState")
                .size();
        LegacyBuilder big = hvm().tscInfo().vcpuInfo(0, 1).end().hvmTail("RemusDeviceModelState");
        long[] absent = new long[1024];
        Arrays.fill(absent, LegacySamples.XTAB);
        big.list(absent).batch(1);
        long bigEnd = big.size() + 16;
        long list = SECOND + 4 + 8;
        return List.of(
                new Case("E21 warn " + (SECOND + 8), compressedTail(chunk().vcpuInfo(0, 3))),
                new Case("E30 warn " + bigEnd, big.vcpuInfo(0, 1).end().octets()),
                new Case(
                        "E32 error " + second,
                        chunk().raw(Arrays.copyOf(noMark, second))
                                .compressed(full(1))
                                .octets()),
                new Case("E33 warn " + SECOND, compressed(chunk().u32(-13))),
                new Case("E35 note " + (SECOND + 4), compressed(chunk().compressed(new byte[0]))),
                new Case(
                        "E36 error " + (SECOND + 4), compressed(chunk().u32(-12).words(1L << 40))),
                new Case("E37 error " + (list + 12), compressed(chunk().list(1).compressed(new byte[] {5}))),
                new Case("E38 error " + (list + 16), compressed(chunk().list(1))),
                new Case(
                        "E39 warn " + (list + 12),
                        compressed(chunk().list(0xf000_0000L).compressed(new byte[1]))),
                new Case("E40 note " + (list + 12), compressed(chunk().list(1).compressed(new byte[1]))),
                new Case(
                        "E61 warn " + (list + 8 + 12 + 4097 + 12),
                        compressed(chunk().list(1, 2).compressed(full(1)).compressed(new byte[1]))),
                new Case(
                        "E62 note " + (list + 12 + 100 + 12),
                        compressed(chunk().list(1)
                                .compressed(Arrays.copyOf(full(1), 100))
                                .compressed(Arrays.copyOfRange(full(1), 100, 4097)))),
                new Case(
                        "E63 note " + (SECOND + 12),
                        compressed(chunk().compressed(full(1)).list(1))),
                new Case("E41 warn " + plain.length, plain),
                new Case(
                        "E42 error " + finish(hvm().tscInfo()).length,
                        chunk().raw(finish(hvm().tscInfo()))
                                .raw(chunk().vcpuInfo(0, 1).octets())
                                .octets()),
                new Case(
                        "E44 note " + (SECOND + 2),
                        chunk().raw(compressed(chunk())).octets()),
                new Case("E45 error 100", Arrays.copyOf(plain, 100)),
                new Case("E47 error " + (plain.length - 33), uncounted()));
    }

    /** VCPU_INFO as all of the second round. */
    private static byte[] compressedTail(LegacyBuilder round) {
        return LegacySamples.compressedBegin(8).raw(round.octets()).end().octets();
    }

    private static byte[] uncounted() {
        return hvm().tscInfo()
                .vcpuInfo(0, 1)
                .u32(-13)
                .end()
                .hvmState()
                .text("QemuDeviceModelRecordQEVM")
                .octets();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isRaised(Case one) {
        byte[] stream = one.stream();
        if (one.expected().startsWith("E44")) {
            stream = Arrays.copyOf(stream, (int) SECOND + 2);
        }
        List<String> findings;
        if (one.expected().startsWith("E09")) {
            stream = pv(chunk().pvTail(8, 5, 0), 0, 4, LegacySamples.L4 | 5);
            findings = LegacyDecoded.of(stream).findings();
            assertThat(findings).anySatisfy(text -> assertThat(text).startsWith("E09 error"));
            return;
        }
        if (one.expected().startsWith("E47")) {
            findings = LegacyDecoded.of(stream).findings();
            assertThat(findings).contains("E47 error " + (stream.length - 25));
            return;
        }
        assertThat(LegacyDecoded.of(stream).findings()).contains(one.expected());
    }

    @Test
    void silenceBehindARound() {
        byte[] stream = LegacySamples.hvmRemus();
        int place = stream.length - 200;
        assertThat(LegacyDecoded.withPause(stream, place).findings())
                .anySatisfy(text -> assertThat(text).startsWith("E43 warn"));
        assertThat(LegacyDecoded.withPause(stream, 50).findings())
                .noneSatisfy(text -> assertThat(text).startsWith("E43"));
    }

    @Test
    void aTailBeyondTheBufferOfTheSender() {
        LegacyBuilder stream = new LegacyBuilder(8).pvHeader(8, 0);
        stream.tscInfo()
                .batch(SOUND)
                .vcpuInfo(0, 1)
                .u32(-13)
                .end()
                .u32(0)
                .vcpu(8, 5, 0)
                .fill(0, 4096);
        stream.vcpuInfo(0, 1).end().u32(530_000).fill(0x77, 530_000 * 8);
        assertThat(LegacyDecoded.of(stream.octets()).findings())
                .anySatisfy(text -> assertThat(text).startsWith("E59 error"));
    }

    /** The codes these streams raise. */
    public static Set<String> codes() {
        Set<String> codes = cases().map(
                        one -> one.expected().substring(0, one.expected().indexOf(' ')))
                .collect(Collectors.toCollection(HashSet::new));
        codes.add("E43");
        codes.add("E59");
        return codes;
    }
}
