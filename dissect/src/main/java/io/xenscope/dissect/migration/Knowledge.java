package io.xenscope.dissect.migration;

import io.xenscope.dissect.event.MigrationInfo;
import org.jspecify.annotations.Nullable;

/** What the octets have told about a migration so far. Written by the formats, read by the analyses and the end. */
public final class Knowledge {

    /** How the configuration or the image names the kind of guest. */
    public enum Guest {
        UNKNOWN,
        PV,
        HVM,
        PVH
    }

    /** Whether a libxl stream surrounds the image; unknown when the start of the direction was not captured. */
    public enum LibxlLayer {
        UNKNOWN,
        PRESENT,
        ABSENT
    }

    private final String carrier;
    private final boolean network;

    public String toolstack = "unknown";
    public @Nullable String format;
    public LibxlLayer libxlLayer = LibxlLayer.UNKNOWN;

    /** Type by {@code c_info.type} of the configuration. */
    public Guest configured = Guest.UNKNOWN;

    /** Type by the domain header: PV, or HVM for everything that is not. */
    public Guest domainType = Guest.UNKNOWN;

    /** False once an HVM context without an IOAPIC was seen. */
    public boolean ioapic = true;

    public @Nullable Integer guestWidth;
    public int xenMajor = -1;
    public long xenMinor = -1;
    public @Nullable Integer pageSize;

    /** Bits of the words of the sending toolstack; legacy streams only. */
    public @Nullable Integer toolstackWidth;

    /** The number of PFNs where the stream states it. */
    public @Nullable Long statedP2mSize;

    /** Octets of a round that is not complete have come; kept for legacy streams, whose rounds end without a mark. */
    public boolean roundUnderWay;

    public @Nullable Long pvEndPfn;
    public @Nullable Long firstPassEnd;
    public @Nullable String domainName;
    public @Nullable String domainUuid;

    /** The directions are given from their first octets on. */
    public boolean startSeen = true;

    public boolean checkpointSeen;
    public boolean checkpointStateSeen;
    public boolean handshakeSeen;
    public int rounds;

    /** Complete epochs. */
    public long epochs;

    /** The format's own END was reached; nothing but go or the end may follow. */
    public boolean endReached;

    /** The stream was announced to a relocation server of xend. */
    public boolean relocation;

    /** Octets behind that announcement have come. */
    public boolean relocationBegun;

    /** What the relocation server said in the end; null when it said nothing. */
    public @Nullable Reply reply;

    /** Records of a container that ends with a mark of its own are due. */
    public boolean containerOpen;

    /** What several connections of one migration have in common; null for migrations of one connection. */
    public @Nullable String correlation;

    /** What either side said or did that ends the migration, as a reason; null as long as nothing did. */
    public @Nullable String failure;

    /** Synchronisation messages of xapi in either direction: how many are due in all, and how many came. */
    public final Messages sent = new Messages();

    public final Messages answered = new Messages();

    public boolean goSent;
    public boolean readySeen;
    public boolean reportSeen;
    public boolean goReturned;
    public @Nullable Integer status;

    /**
     * The last word of a relocation server.
     *
     * @param text the error; empty when there was none
     */
    public record Reply(boolean isOk, String text) {}

    /** Messages of one direction. */
    public static final class Messages {
        public int due;
        public int seen;

        boolean isMissing() {
            return seen < due;
        }
    }

    Knowledge(String carrier, boolean network) {
        this.carrier = carrier;
        this.network = network;
    }

    public String carrier() {
        return carrier;
    }

    /** Converter output names hypervisor 0. */
    public boolean isConverted() {
        return xenMajor == 0;
    }

    /** True for an image of a hypervisor of at least this release. */
    public boolean xenAtLeast(int major, int minor) {
        return xenMajor > major || xenMajor == major && xenMinor >= minor;
    }

    /** True for Remus and COLO, as far as known. */
    public boolean isCheckpointed() {
        return checkpointSeen || checkpointStateSeen;
    }

    /** True for an image from before Xen 4.6. */
    public boolean isLegacy() {
        return "legacy".equals(format);
    }

    String mode(boolean over) {
        if (checkpointStateSeen) {
            return "colo";
        }
        if (checkpointSeen) {
            return "remus";
        }
        if (!over) {
            return "unknown";
        }
        if (handshakeSeen || relocation || network || rounds > 1) {
            return "live";
        }
        return rounds == 1 ? "save" : "unknown";
    }

    /** The kind of guest as far as known. */
    public Guest guest() {
        if (domainType == Guest.PV) {
            return Guest.PV;
        }
        if (domainType == Guest.HVM) {
            boolean hvmConfigured = configured == Guest.HVM || configured == Guest.PVH;
            return hvmConfigured ? configured : ioapic ? Guest.HVM : Guest.PVH;
        }
        return configured;
    }

    MigrationInfo info(boolean over) {
        Guest guest = over || domainType == Guest.PV || configured != Guest.UNKNOWN ? guest() : Guest.UNKNOWN;
        Long seenSize = pvEndPfn != null ? Long.valueOf(pvEndPfn + 1) : firstPassEnd;
        Long p2mSize = statedP2mSize != null ? statedP2mSize : seenSize;
        return new MigrationInfo(
                correlation,
                mode(over),
                toolstack,
                carrier,
                format,
                guest.name().toLowerCase(java.util.Locale.ROOT),
                guestWidth,
                toolstackWidth,
                xenMajor > 0 ? xenMajor + "." + xenMinor : null,
                pageSize,
                p2mSize,
                domainName,
                domainUuid);
    }
}
