package io.xenscope.dissect.finding;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.legacy.LegacyFindingsTest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No finding is without an input that raises it, and each carries the severity its table states. */
class EveryFindingTest {

    private static Stream<FindingCase> cases() {
        return Stream.of(
                        new XlFindingsTest(),
                        new HandshakeFindingsTest(),
                        new LibxlFindingsTest(),
                        new XenstoreFindingsTest(),
                        new LibxcFindingsTest(),
                        new PageDataFindingsTest(),
                        new PageContentFindingsTest(),
                        new PvFindingsTest(),
                        new HvmFindingsTest(),
                        new SaveRecordsFindingsTest(),
                        new SaveRecordFindingsTest(),
                        new PvStateFindingsTest(),
                        new PolicyFindingsTest(),
                        new DeviceStateFindingsTest(),
                        new StaticDataFindingsTest(),
                        new CheckpointFindingsTest(),
                        new BackChannelFindingsTest(),
                        new StreamEndFindingsTest(),
                        new CarrierFindingsTest(),
                        new XapiFindingsTest())
                .map(FindingTable::cases)
                .flatMap(List::stream);
    }

    @Test
    void everyCodeHasAnInput() {
        Set<String> covered = cases().filter(input -> !input.findings().isEmpty())
                .map(input -> input.findings().get(0).code())
                .collect(Collectors.toSet());
        covered.addAll(LegacyFindingsTest.codes());
        assertThat(Arrays.stream(FindingCode.values())
                        // Those have tests of their own, also where captures are read and connections forwarded.
                        .filter(code -> !code.spec().equals("carriers.md 9.2"))
                        .filter(code -> !code.id().startsWith("LIM-"))
                        .filter(code -> !ELSEWHERE.contains(code))
                        .map(FindingCode::id))
                .isSubsetOf(covered);
    }

    /** Those of connections that are no migration, or are several. */
    private static final Set<FindingCode> ELSEWHERE = Set.of(
            FindingCode.CAR_TLS,
            FindingCode.CAR_SSH,
            FindingCode.CAR_NOT_XEN,
            FindingCode.LV_RPC_LEN,
            FindingCode.LV_RPC_GAP);

    @Test
    void severitiesAreThoseOfTheTables() {
        Set<FindingCode> byCircumstance = Set.of(
                FindingCode.GEN_002,
                FindingCode.LXC_016,
                FindingCode.CAR_TRAIL,
                FindingCode.HVM_012,
                FindingCode.XIMG_LEN_BIG);
        assertThat(cases().flatMap(input -> input.findings().stream())).allSatisfy(finding -> {
            FindingCode code = FindingCode.valueOf(finding.code().replace('-', '_'));
            if (!byCircumstance.contains(code)) {
                assertThat(code.severity()).as(finding.code()).isEqualTo(finding.severity());
            }
        });
    }

    @Test
    void idsAndSectionsAreThoseOfTheSpecification() {
        assertThat(FindingCode.PGD_004.id()).isEqualTo("PGD-004");
        assertThat(FindingCode.BC_006.id()).isEqualTo("BC-006");
        assertThat(Stream.of(
                                FindingCode.GEN_001,
                                FindingCode.HSK_001,
                                FindingCode.LXL_001,
                                FindingCode.LXC_001,
                                FindingCode.PGD_001,
                                FindingCode.PVR_001,
                                FindingCode.STA_001,
                                FindingCode.CKP_002,
                                FindingCode.BC_001,
                                FindingCode.XEND_CFG_SEXP,
                                FindingCode.LV_PAD,
                                FindingCode.HVM_001)
                        .map(FindingCode::spec))
                .containsExactly(
                        "stream-v2.md 8.1",
                        "stream-v2.md 8.1",
                        "stream-v2.md 8.2",
                        "stream-v2.md 8.3",
                        "stream-v2.md 8.4",
                        "stream-v2.md 8.5",
                        "stream-v2.md 8.6",
                        "stream-v2.md 8.7",
                        "stream-v2.md 8.7",
                        "carriers.md 9.1",
                        "carriers.md 9.1",
                        "payloads.md F");
    }

    @Test
    void findingsComeBehindTheRecordTheyAreAbout() {
        FindingCase noEntries = new PageDataFindingsTest()
                .cases().stream()
                        .filter(input -> input.name().equals("no entries"))
                        .findFirst()
                        .orElseThrow();
        assertThat(noEntries.input().get().sequence()).containsSubsequence("PAGE_DATA", "PGD-002", "X86_TSC_INFO");
        FindingCase inEpoch = new LibxcFindingsTest()
                .cases().stream()
                        .filter(input -> input.name().endsWith("in a later epoch")
                                && input.toString().startsWith("LXC-016"))
                        .findFirst()
                        .orElseThrow();
        assertThat(inEpoch.input().get().sequence()).containsSubsequence("checkpoint", "UNKNOWN", "LXC-016");
    }
}
