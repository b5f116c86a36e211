package io.xenscope.dissect.detect;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.engine.Slice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a direction can begin with, in the order of detection (carriers specification 6.2, modern streams 10.1). */
public enum Format {
    XL(
            "xl",
            Direction.FORWARD,
            "xl save file or xl migrate stream (xl header, configuration, libxl stream)",
            "Xen saved domain"),
    LIBXL("libxl", Direction.FORWARD, "bare libxl stream version 2", "LibxlFmt"),
    LIBXC("libxc", Direction.FORWARD, "bare libxc image version 2 or 3", "\u00ff".repeat(8) + "XENF"),
    XL_RECEIVER(
            "xl-receiver", Direction.BACK, "what xl migrate-receive answers, from its banner on", "xl migration rece"),
    XL_READY("xl-ready", Direction.BACK, "what xl migrate-receive answers, from ready on", "domain received,"),
    COLO_BACK(
            "colo-back", Direction.BACK, "bare COLO back channel, beginning with a state", "\u0005\0\0\0\u0004\0\0\0"),
    COLO_BACK_LIST(
            "colo-back-list", Direction.BACK, "bare COLO back channel, beginning with a dirty list", "\u000f\0\0\0"),
    /** Has no magic: told by the plausibility of what stands at its beginning. */
    LEGACY("legacy", Direction.FORWARD, "bare libxc image of Xen 3.0 to 4.5, Remus and compression included", ""),
    /** Nothing tells it from the one above: only for whoever knows. */
    LEGACY_2011(
            "legacy-2011",
            Direction.FORWARD,
            "the same with the chunk ids of the Remus compression patches of 2011; never detected",
            "");

    private final String label;
    private final Direction direction;
    private final String description;
    /**
     * The octets that suffice to tell it, as ISO 8859-1 characters. Where the wire has more of them, what differs there
     * is a finding, not another format.
     */
    private final String magic;

    Format(String label, Direction direction, String description, String magic) {
        this.label = label;
        this.direction = direction;
        this.description = description;
        this.magic = magic;
    }

    /** Name for {@code --as} and {@code xenscope formats}. */
    public String label() {
        return label;
    }

    /** The direction that begins so. */
    public Direction direction() {
        return direction;
    }

    public String description() {
        return description;
    }

    /** Name of the carrier in events: the answer of a receiver belongs to the same carrier as what it receives. */
    public String carrier() {
        return direction == Direction.BACK ? XL.label : this == LEGACY_2011 ? LEGACY.label : label;
    }

    private byte[] octets() {
        return magic.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The format with this label; null when there is none. */
    public static @Nullable Format byLabel(String label) {
        for (Format format : values()) {
            if (format.label.equals(label)) {
                return format;
            }
        }
        return null;
    }

    /** What the beginning of a direction tells. */
    public record Answer(@Nullable Format format, boolean open) {}

    /**
     * Looks at the first octets of a direction.
     *
     * @param seen its first octets
     * @param complete whether no more will come
     * @param candidates formats to consider
     * @return the format found, or none and whether more octets may still decide
     */
    public static Answer detect(Slice seen, boolean complete, List<Format> candidates) {
        boolean open = false;
        for (Format format : candidates) {
            if (format.magic.isEmpty()) {
                continue;
            }
            if (seen.startsWith(format.octets())) {
                return new Answer(format, false);
            }
            open |= seen.length() < format.magic.length() && seen.agreesWith(format.octets());
        }
        return new Answer(null, open && !complete);
    }
}
