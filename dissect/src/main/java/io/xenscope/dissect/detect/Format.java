package io.xenscope.dissect.detect;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.engine.Slice;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a direction can begin with, in the order of detection (carriers specification 6.2, modern streams 10.1). */
public enum Format {
    XL(
            "xl",
            Direction.FORWARD,
            "xl save file or xl migrate stream (xl header, configuration, libxl stream)",
            "Xen saved domain, xl format\n \0 \r",
            16),
    LIBXL("libxl", Direction.FORWARD, "bare libxl stream version 2", hex("4c6962786c466d74"), 8),
    LIBXC("libxc", Direction.FORWARD, "bare libxc image version 2 or 3", hex("ffffffffffffffff58454e46"), 12),
    XL_RECEIVER(
            "xl-receiver",
            Direction.BACK,
            "what xl migrate-receive answers, from its banner on",
            "xl migration receiver ready, send binary domain data.\n",
            16),
    XL_READY("xl-ready", Direction.BACK, "what xl migrate-receive answers, from ready on", "domain received, ", 16),
    COLO_BACK(
            "colo-back", Direction.BACK, "bare COLO back channel, beginning with a state", hex("0500000004000000"), 8),
    COLO_BACK_LIST(
            "colo-back-list",
            Direction.BACK,
            "bare COLO back channel, beginning with a dirty list",
            hex("0f000000"),
            4);

    private final String label;
    private final Direction direction;
    private final String description;
    /** Its octets as ISO 8859-1 characters. */
    private final String magic;

    private final int least;

    Format(String label, Direction direction, String description, String magic, int least) {
        this.label = label;
        this.direction = direction;
        this.description = description;
        this.magic = magic;
        this.least = least;
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
        return direction == Direction.BACK ? XL.label : label;
    }

    /** The octets it begins with, as hexadecimal text. */
    public String magicText() {
        return HexFormat.of().formatHex(octets());
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
     * @param complete no more will come before a decision is due, so the longest beginning decides
     * @param candidates formats to consider
     * @return the format found, or none and whether more octets may still decide
     */
    public static Answer detect(Slice seen, boolean complete, List<Format> candidates) {
        boolean open = false;
        for (Format format : candidates) {
            if (seen.startsWith(format.octets())) {
                return new Answer(format, false);
            }
            if (seen.length() < format.magic.length() && seen.agreesWith(format.octets())) {
                if (complete && seen.length() >= format.least) {
                    return new Answer(format, false);
                }
                open = true;
            }
        }
        return new Answer(null, open && !complete);
    }

    private static String hex(String text) {
        return new String(HexFormat.of().parseHex(text), StandardCharsets.ISO_8859_1);
    }
}
