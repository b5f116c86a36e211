package io.xenscope.dissect.detect;

import io.xenscope.dissect.Direction;
import org.jspecify.annotations.Nullable;

/** What a direction can begin with, in the order of detection; {@link Beginnings} has the octets that tell. */
public enum Format {
    XL("xl", Direction.FORWARD, "xl save file or xl migrate stream (xl header, configuration, libxl stream)"),
    LIBXL("libxl", Direction.FORWARD, "bare libxl stream version 2"),
    LIBXC("libxc", Direction.FORWARD, "bare libxc image version 2 or 3"),
    XEND("xend", Direction.FORWARD, "xend save file (LinuxGuestRecord, configuration, image of Xen 3.0 to 4.4)"),
    XEND_RELOCATION(
            "xend-relocation",
            "xend",
            Direction.FORWARD,
            "what xend sends to a relocation server, from its command receive or sslreceive on"),
    LIBVIRT(
            "libvirt",
            Direction.FORWARD,
            "save file of libvirt's libxl driver (header, XML, libxl stream or legacy image)"),
    LIBVIRT_RPC(
            "libvirt-rpc",
            Direction.FORWARD,
            "libvirt's RPC connection, either direction, with the libxl streams of tunnelled migrations"),
    XAPI("xapi", Direction.FORWARD, "suspend image of xapi, XenServer, XCP-ng: structured and old layout"),
    XAPI_HTTP(
            "xapi-http",
            "xapi",
            Direction.FORWARD,
            "migration of xapi over HTTP (PUT /services/xenops/, CONNECT /migrate), zstd and PROXY lines included"),
    XL_RECEIVER("xl-receiver", "xl", Direction.BACK, "what xl migrate-receive answers, from its banner on"),
    XL_READY("xl-ready", "xl", Direction.BACK, "what xl migrate-receive answers, from ready on"),
    XEND_RECEIVER("xend-receiver", "xend", Direction.BACK, "what a relocation server of xend answers"),
    COLO_BACK("colo-back", "xl", Direction.BACK, "bare COLO back channel, beginning with a state"),
    COLO_BACK_LIST("colo-back-list", "xl", Direction.BACK, "bare COLO back channel, beginning with a dirty list"),
    /** Has no magic: told by the plausibility of what stands at its beginning. */
    LEGACY("legacy", Direction.FORWARD, "bare libxc image of Xen 3.0 to 4.5, Remus and compression included"),
    /** Nothing tells it from the one above: only for whoever knows. */
    LEGACY_2011(
            "legacy-2011",
            "legacy",
            Direction.FORWARD,
            "the same with the chunk ids of the Remus compression patches of 2011; never detected");

    private final String label;
    private final String carrier;
    private final Direction direction;
    private final String description;

    Format(String label, Direction direction, String description) {
        this(label, label, direction, description);
    }

    Format(String label, String carrier, Direction direction, String description) {
        this.label = label;
        this.carrier = carrier;
        this.direction = direction;
        this.description = description;
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
        return carrier;
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
}
