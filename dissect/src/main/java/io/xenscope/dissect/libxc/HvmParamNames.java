package io.xenscope.dissect.libxc;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** HVM parameters by index (modern-stream specification 4.8). */
final class HvmParamNames {

    static final long PAE_ENABLED = 4;

    private static final Map<Long, String> NAMES = new TreeMap<>(Map.ofEntries(
            Map.entry(0L, "CALLBACK_IRQ"),
            Map.entry(1L, "STORE_PFN"),
            Map.entry(2L, "STORE_EVTCHN"),
            Map.entry(PAE_ENABLED, "PAE_ENABLED"),
            Map.entry(5L, "IOREQ_PFN"),
            Map.entry(6L, "BUFIOREQ_PFN"),
            Map.entry(9L, "VIRIDIAN"),
            Map.entry(10L, "TIMER_MODE"),
            Map.entry(11L, "HPET_ENABLED"),
            Map.entry(12L, "IDENT_PT"),
            Map.entry(13L, "DM_DOMAIN"),
            Map.entry(14L, "ACPI_S_STATE"),
            Map.entry(15L, "VM86_TSS"),
            Map.entry(16L, "VPT_ALIGN"),
            Map.entry(17L, "CONSOLE_PFN"),
            Map.entry(18L, "CONSOLE_EVTCHN"),
            Map.entry(19L, "ACPI_IOPORTS_LOCATION"),
            Map.entry(20L, "MEMORY_EVENT_CR0"),
            Map.entry(21L, "MEMORY_EVENT_CR3"),
            Map.entry(22L, "MEMORY_EVENT_CR4"),
            Map.entry(23L, "MEMORY_EVENT_INT3"),
            Map.entry(24L, "NESTEDHVM"),
            Map.entry(25L, "MEMORY_EVENT_SINGLE_STEP"),
            Map.entry(26L, "BUFIOREQ_EVTCHN"),
            Map.entry(27L, "PAGING_RING_PFN"),
            Map.entry(28L, "MONITOR_RING_PFN"),
            Map.entry(29L, "SHARING_RING_PFN"),
            Map.entry(30L, "MEMORY_EVENT_MSR"),
            Map.entry(31L, "TRIPLE_FAULT_REASON"),
            Map.entry(32L, "IOREQ_SERVER_PFN"),
            Map.entry(33L, "NR_IOREQ_SERVER_PAGES"),
            Map.entry(34L, "VM_GENERATION_ID_ADDR"),
            Map.entry(35L, "ALTP2M"),
            Map.entry(36L, "X87_FIP_WIDTH"),
            Map.entry(37L, "VM86_TSS_SIZED"),
            Map.entry(38L, "MCA_CAP")));

    private static final Set<Long> SENT =
            Set.of(1L, PAE_ENABLED, 5L, 6L, 9L, 12L, 15L, 17L, 19L, 27L, 28L, 29L, 32L, 33L, 34L, 36L, 37L, 38L);

    private HvmParamNames() {}

    /** Xen's name without its prefix; {@code unassigned} when the index has none. */
    static String name(long index) {
        return NAMES.getOrDefault(index, "unassigned");
    }

    static boolean isAssigned(long index) {
        return NAMES.containsKey(index);
    }

    /** True for parameters that real senders or the converter write. */
    static boolean isSent(long index) {
        return SENT.contains(index);
    }
}
