package io.xenscope.dissect.qemu;

import io.xenscope.dissect.fields.SeenOctets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds where the payload of a section ends, which no length tells (payload specification D.3). What is known of the
 * device goes first: octets of a guest that look like a header do not mislead it. Then comes the search for a footer or
 * the next header.
 */
final class SectionEnd {

    static final int FOOTER = 0x7e;
    static final int FOOTER_LENGTH = 5;
    static final int PART = 2;
    static final int END = 3;
    static final int COMMAND = 8;
    static final int COMMAND_LENGTH = 5;

    private static final int MOST_COMMAND = 11;
    private static final int FARTHEST = 64;
    private static final int MOST_LIVE = 1 << 10;
    private static final long USUAL_IDS = 0xffff;

    private final SeenOctets in;
    private final long total;
    private final FieldWalk walk;
    private final @Nullable VmDescription description;

    /** Live sections that have begun. */
    private final Set<Long> live = new HashSet<>();

    private boolean footers;

    /** How an end is known. */
    enum Proof {
        /** The fields that a profile of the device has end there. */
        PROFILE,
        /** The fields that the state describes end there. */
        DESCRIPTION,
        FOOTER,
        /** A length tells. */
        LENGTH,
        /** The section has no payload. */
        EMPTY,
        /** What looks like the next header is the first that does. */
        INFERRED,
        /** Only part of the state was kept, or it is cut. */
        CUT;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The end of a payload, and the fields that fill it; null when no description of them does. */
    record Found(int at, Proof proof, @Nullable Description device) {}

    /**
     * @param in what there is of a state
     * @param total its octets
     */
    SectionEnd(SeenOctets in, long total, FieldWalk walk, @Nullable VmDescription description) {
        this.in = in;
        this.total = total;
        this.walk = walk;
        this.description = description;
    }

    /** Sections of this id come in parts. */
    void begun(long id) {
        if (live.size() < MOST_LIVE) {
            live.add(id);
        }
    }

    boolean isLive(long id) {
        return live.contains(id);
    }

    /** Sections end with a footer here. */
    void footerSeen() {
        footers = true;
    }

    boolean hasFooters() {
        return footers;
    }

    /** The end of the payload of a section that begins with {@code header}. */
    Found of(SectionHeader header) {
        int from = header.end();
        if (header.type() == SectionHeader.START && isPart(from, header.id())) {
            return new Found(from, Proof.EMPTY, null);
        }
        Found known = known(header);
        return known == null ? search(from, header.id(), header.type() == SectionHeader.FULL) : known;
    }

    /** The end of the payload of a further part of a section, {@code from} on. */
    Found ofPart(int from, long id) {
        return begins(from) ? new Found(from, Proof.EMPTY, null) : search(from, id, false);
    }

    private @Nullable Found known(SectionHeader header) {
        Description own = description == null ? null : description.of(header);
        List<Description> candidates = new ArrayList<>(Profiles.of(header));
        if (own != null) {
            candidates.add(0, own);
        }
        Found nearest = null;
        for (Description device : candidates) {
            int end = walk.end(device, header.end());
            boolean sound = end >= 0 && (begins(end) || isFooter(end) && begins(end + FOOTER_LENGTH) || isCut(end));
            if (sound && (nearest == null || end < nearest.at())) {
                nearest = new Found(end, device.equals(own) ? Proof.DESCRIPTION : Proof.PROFILE, device);
            }
        }
        return nearest;
    }

    /** The state ends at {@code at}, or inside what follows. */
    private boolean isCut(int at) {
        return in.length() == total && (at == total || SectionHeader.isCut(in, at, (int) (total - at)));
    }

    private Found search(int from, long id, boolean full) {
        int length = in.length();
        for (int at = from; at < length; at++) {
            int octet = (int) in.number(at, 1);
            if (octet == 0 && isLast(at)) {
                return new Found(at, Proof.INFERRED, null);
            }
            if (octet == FOOTER && isFooter(at) && begins(at + FOOTER_LENGTH)) {
                boolean own = in.number(at + 1, 4) == id;
                if (own || footers && in.number(at + 1, 4) <= USUAL_IDS) {
                    return new Found(at, Proof.FOOTER, null);
                }
            }
            if (octet == SectionHeader.FULL && full) {
                SectionHeader next = SectionHeader.read(in, at);
                if (next != null && id < next.id() && next.id() <= id + FARTHEST) {
                    return new Found(at, Proof.INFERRED, null);
                }
            }
        }
        return new Found(length, Proof.CUT, null);
    }

    boolean isFooter(int at) {
        return in.has(at, FOOTER_LENGTH) && in.number(at, 1) == FOOTER;
    }

    private boolean isPart(int at, long id) {
        return in.has(at, 5) && (in.number(at, 1) == PART || in.number(at, 1) == END) && in.number(at + 1, 4) == id;
    }

    /** True for the mark behind the last section. */
    boolean isLast(int at) {
        return in.has(at, 1)
                && in.number(at, 1) == 0
                && (at == total - 1 || in.length() == total && VmDescription.isAt(in, at + 1));
    }

    /** True when an element may begin at {@code at}, or all end there. */
    boolean begins(int at) {
        if (!in.has(at, 1)) {
            return false;
        }
        return switch ((int) in.number(at, 1)) {
            case 0 -> isLast(at);
            case SectionHeader.START, SectionHeader.FULL -> SectionHeader.read(in, at) != null;
            case PART, END -> in.has(at, 5) && live.contains(in.number(at + 1, 4));
            case COMMAND -> isCommand(at);
            default -> false;
        };
    }

    /** True when a command that exists, and its data, are at {@code at}. */
    boolean isCommand(int at) {
        return in.has(at, COMMAND_LENGTH)
                && in.number(at + 1, 2) <= MOST_COMMAND
                && in.has(at + COMMAND_LENGTH, (int) in.number(at + 3, 2));
    }
}
