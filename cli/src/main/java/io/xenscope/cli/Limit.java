package io.xenscope.cli;

import io.xenscope.capture.CaptureLimits;
import io.xenscope.dissect.Limits;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What {@code --limit} can change, in the order of the guide ({@code docs/guides/limits.md}). */
enum Limit {
    LIBXC_RECORD("libxc-record", Unit.OCTETS, Limits.DEFAULT.libxcRecord(), Part.NONE, "LXC-013"),
    EMULATOR_CONTEXT("emulator-context", Unit.OCTETS, Limits.DEFAULT.emulatorContext(), Part.NONE, "LXL-038"),
    XENSTORE_DATA("xenstore-data", Unit.OCTETS, Limits.DEFAULT.xenstoreData(), Part.NONE, "LXL-038"),
    LIBXL_RECORD("libxl-record", Unit.OCTETS, Limits.DEFAULT.libxlRecord(), Part.NONE, "LXL-038"),
    XL_CONFIG("xl-config", Unit.OCTETS, Limits.DEFAULT.optionalData(), Part.NONE, "XLH-008"),
    LIBVIRT_CONFIG("libvirt-config", Unit.OCTETS, Limits.DEFAULT.libvirtXml(), Part.NONE, "LV-XMLLEN"),
    XEND_CONFIG("xend-config", Unit.OCTETS, Limits.DEFAULT.xendConfig(), Part.NONE, "XEND-CFGLEN"),
    RECORD_KEPT("record-kept", Unit.OCTETS, Limits.DEFAULT.bodyKept(), Part.NONE, "LIM-RECORD"),
    DEVICE_STATE_KEPT("device-state-kept", Unit.OCTETS, Limits.DEFAULT.deviceState(), Part.NONE, "LIM-RECORD"),
    FINDINGS_PER_CODE("findings-per-code", Unit.COUNT, Limits.DEFAULT.findingsPerCode(), Part.NONE, "in the last one"),
    NOTES_PER_CODE("notes-per-code", Unit.COUNT, Limits.DEFAULT.notesPerCode(), Part.NONE, "in the last one"),
    DISTANT_PFNS("distant-pfns", Unit.COUNT, Limits.DEFAULT.distantPfns(), Part.NONE, "LIM-PAGES"),
    PAGE_HASHES("page-hashes", Unit.OCTETS, Limits.DEFAULT.pageHashes(), Part.QUARTER, "LIM-PAGES"),
    CONNECTIONS("connections", Unit.COUNT, CaptureLimits.DEFAULT.maxFlows(), Part.NONE, "LIM-CONNECTIONS"),
    CONNECTION_MEMORY(
            "connection-memory",
            Unit.OCTETS,
            CaptureLimits.DEFAULT.connectionOctets(),
            Part.QUARTER,
            "LIM-CONNECTIONS"),
    DATAGRAMS("datagrams", Unit.COUNT, CaptureLimits.DEFAULT.maxDatagrams(), Part.NONE, "CAP-QLIMIT"),
    REASSEMBLY("reassembly", Unit.OCTETS, CaptureLimits.DEFAULT.directionOctets(), Part.NONE, "CAP-QLIMIT"),
    REASSEMBLY_TOTAL("reassembly-total", Unit.OCTETS, CaptureLimits.DEFAULT.totalOctets(), Part.EIGHTH, "CAP-QLIMIT"),
    BEHIND_HOLE("behind-hole", Unit.OCTETS, CaptureLimits.DEFAULT.holeOctets(), Part.NONE, "CAP-GAP"),
    DECOMPRESSED("decompressed", Unit.OCTETS, Limits.NONE, Part.NONE, "LIM-DECOMPRESSION"),
    DECOMPRESSION_RATIO("decompression-ratio", Unit.COUNT, Limits.NONE, Part.NONE, "LIM-DECOMPRESSION"),
    EVENTS_PER_SECOND("events-per-second", Unit.COUNT, Limits.NONE, Part.NONE, "pipeline.drop");

    /** What a value counts. */
    enum Unit {
        OCTETS,
        COUNT
    }

    /** How much of the heap a default never exceeds. */
    enum Part {
        NONE(""),
        QUARTER(", at most a quarter of the heap"),
        EIGHTH(", at most an eighth of the heap");

        final String text;

        Part(String text) {
            this.text = text;
        }
    }

    private static final long ONE_GIBI = 1L << 30;

    private final String label;
    private final Unit unit;
    private final long usual;
    private final Part part;
    private final String finding;

    /**
     * @param usual the default
     * @param finding what says that it was reached
     */
    Limit(String label, Unit unit, long usual, Part part, String finding) {
        this.label = label;
        this.unit = unit;
        this.usual = usual;
        this.part = part;
        this.finding = finding;
    }

    /** The limit with this name; null when there is none. */
    static @Nullable Limit byLabel(String label) {
        return Arrays.stream(values())
                .filter(limit -> limit.label.equals(label))
                .findFirst()
                .orElse(null);
    }

    /** Its name on the command line. */
    String label() {
        return label;
    }

    Unit unit() {
        return unit;
    }

    /** The default. */
    long usual() {
        return usual;
    }

    /** What says that it was reached. */
    String finding() {
        return finding;
    }

    /** True when a value would be kept in 32 bits. */
    boolean isSmall() {
        return switch (this) {
            case RECORD_KEPT,
                    DEVICE_STATE_KEPT,
                    FINDINGS_PER_CODE,
                    NOTES_PER_CODE,
                    DISTANT_PFNS,
                    CONNECTIONS,
                    DATAGRAMS -> true;
            default -> false;
        };
    }

    /** The default as users write it. */
    String usualText() {
        // Not what it is on this machine.
        return (part == Part.NONE ? text(usual) : text(ONE_GIBI)) + part.text;
    }

    private String text(long value) {
        if (value == Limits.NONE) {
            return "none";
        }
        String[] suffixes = {"g", "m", "k"};
        for (int i = 0; i < suffixes.length && unit == Unit.OCTETS; i++) {
            int bits = 30 - 10 * i;
            if (value >= 1L << bits && (value & (1L << bits) - 1) == 0) {
                return (value >> bits) + suffixes[i];
            }
        }
        return Long.toString(value);
    }
}
