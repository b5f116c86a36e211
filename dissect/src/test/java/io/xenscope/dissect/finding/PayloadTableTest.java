package io.xenscope.dissect.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Every condition of the payload specification's table F has a code: its own, or that of the document that frames the record
 * and names the same condition, which goes before.
 */
class PayloadTableTest {

    /** How many conditions each family has. */
    private static final Map<String, Integer> FAMILIES = Map.ofEntries(
            Map.entry("HVM", 18),
            Map.entry("CPU", 16),
            Map.entry("PIC", 5),
            Map.entry("IOAPIC", 3),
            Map.entry("LAPIC", 4),
            Map.entry("LINK", 1),
            Map.entry("IRQ", 1),
            Map.entry("PIT", 5),
            Map.entry("RTC", 3),
            Map.entry("HPET", 3),
            Map.entry("PMT", 1),
            Map.entry("MTRR", 4),
            Map.entry("XSV", 8),
            Map.entry("VIR", 3),
            Map.entry("VMCE", 2),
            Map.entry("MSR", 6),
            Map.entry("PV", 18),
            Map.entry("SHI", 4),
            Map.entry("CPUID", 8),
            Map.entry("POL", 4),
            Map.entry("TSC", 5),
            Map.entry("PAR", 9),
            Map.entry("EMU", 3),
            Map.entry("QEMU", 11),
            Map.entry("XS", 4),
            Map.entry("TOOL", 3),
            Map.entry("XL", 7));

    /** Said by others. */
    private static final Map<String, List<FindingCode>> ELSEWHERE = Map.ofEntries(
            Map.entry("PV-001", List.of(FindingCode.PVR_019)),
            Map.entry("PV-002", List.of(FindingCode.PVR_018, FindingCode.PVR_017)),
            Map.entry("PV-003", List.of(FindingCode.PVR_016)),
            Map.entry("PV-011", List.of(FindingCode.PVR_020)),
            Map.entry("PV-018", List.of(FindingCode.PVR_024)),
            Map.entry("SHI-001", List.of(FindingCode.PVR_014)),
            Map.entry("CPUID-001", List.of(FindingCode.STA_006)),
            Map.entry("POL-001", List.of(FindingCode.STA_007)),
            Map.entry("TSC-001", List.of(FindingCode.TSR_001)),
            Map.entry("TSC-002", List.of(FindingCode.TSR_003)),
            Map.entry("PAR-001", List.of(FindingCode.HVR_004, FindingCode.HVR_005)),
            Map.entry("PAR-002", List.of(FindingCode.HVR_008)),
            Map.entry("PAR-003", List.of(FindingCode.HVR_011)),
            Map.entry("PAR-004", List.of(FindingCode.HVR_012)),
            Map.entry("PAR-005", List.of(FindingCode.HVR_006)),
            Map.entry("PAR-006", List.of(FindingCode.HVR_010)),
            Map.entry("PAR-008", List.of(FindingCode.HVR_009)),
            Map.entry("EMU-001", List.of(FindingCode.LXL_016)),
            Map.entry("EMU-003", List.of(FindingCode.LXL_017, FindingCode.LXL_019)),
            Map.entry("XS-001", List.of(FindingCode.LXL_020, FindingCode.LXL_023)),
            Map.entry("XS-002", List.of(FindingCode.LXL_021, FindingCode.LXL_022)),
            Map.entry("XL-001", List.of(FindingCode.XLH_002, FindingCode.XLH_003)),
            Map.entry("XL-002", List.of(FindingCode.XLH_004)),
            Map.entry("XL-003", List.of(FindingCode.XLH_006)),
            Map.entry("XL-004", List.of(FindingCode.XLH_008, FindingCode.XLH_009)),
            Map.entry("XL-005", List.of(FindingCode.XLH_012)),
            Map.entry("XL-006", List.of(FindingCode.XLH_005, FindingCode.XLH_013)),
            Map.entry("XL-007", List.of(FindingCode.XLH_014)));

    @Test
    void everyConditionHasOneCode() {
        List<String> own = Arrays.stream(FindingCode.values())
                .filter(code -> code.spec().startsWith("payloads.md"))
                .map(FindingCode::id)
                .collect(Collectors.toCollection(ArrayList::new));
        assertThat(own).doesNotContainAnyElementsOf(ELSEWHERE.keySet());
        own.addAll(ELSEWHERE.keySet());
        List<String> table = FAMILIES.entrySet().stream()
                .flatMap(family -> IntStream.rangeClosed(1, family.getValue())
                        .mapToObj(number -> String.format("%s-%03d", family.getKey(), number)))
                .toList();
        assertThat(own).containsExactlyInAnyOrderElementsOf(table);
    }
}
