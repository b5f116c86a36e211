package io.xenscope.dissect.resync;

import io.xenscope.dissect.Limits;
import io.xenscope.dissect.engine.Search;
import io.xenscope.dissect.resync.FramingSearch.Resumption;
import java.nio.ByteOrder;
import java.util.List;

/** The searches behind losses in the different formats. */
public final class Searches {

    private static final int RECORD = 8;
    private static final int ANYWHERE = 1;

    private Searches() {}

    /** What surrounds a libxc image. */
    public enum Around {
        /** A libxl stream. */
        LIBXL,
        /** Nothing, or something with a framing of its own. */
        OTHER,
        /** The one or the other. */
        UNKNOWN
    }

    /**
     * For records behind the headers of a libxc image, and those of the libxl stream around it.
     *
     * @param origin where the record that was lost begins
     * @param position offset of the first octet behind what was used up
     * @param before the highest PFN decoded so far; −1 when there is none
     * @param order of the octets of words, as the image header says
     * @param guestStreams what searches in this image have found out so far
     */
    public static Search records(
            long origin,
            long position,
            Around around,
            long before,
            ByteOrder order,
            Limits limits,
            GuestStreams guestStreams,
            Resumption resumption) {
        List<Walk> walks = List.of(new ModernWalk(around, origin, before));
        return new FramingSearch(origin, position, RECORD, walks, order, limits.searched(), guestStreams, resumption);
    }

    /** The same where no record of the image has come yet: its headers are lost, or those before it. */
    public static Search headers(long origin, long position, Around around, Limits limits, Resumption resumption) {
        return search(origin, position, RECORD, List.of(new ModernWalk(around, origin)), limits, resumption);
    }

    /**
     * For what a header in front of the stream leads to: records at any offset.
     *
     * @param origin where that header begins
     */
    public static Search stream(long origin, long position, Around around, Limits limits, Resumption resumption) {
        return search(position, position, ANYWHERE, List.of(new ModernWalk(around, origin)), limits, resumption);
    }

    /**
     * For chunks of a legacy image.
     *
     * @param width octets of the toolstack's words
     * @param pages whether pages follow the entries of batches, rather than travel compressed
     */
    public static Search chunks(long position, int width, boolean pages, Limits limits, Resumption resumption) {
        return search(position, position, ANYWHERE, List.of(new LegacyWalk(width, pages, true)), limits, resumption);
    }

    /**
     * For a stream of any format whose beginning was not captured.
     *
     * @param origin where it begins; −1 when that is not known
     */
    public static Search anything(long origin, long position, Limits limits, Resumption resumption) {
        List<Walk> walks = List.of(
                new ModernWalk(Around.UNKNOWN, origin), new LegacyWalk(8, true, false), new LegacyWalk(4, true, false));
        return search(position, position, ANYWHERE, walks, limits, resumption);
    }

    private static Search search(
            long origin, long position, int stride, List<Walk> walks, Limits limits, Resumption resumption) {
        return new FramingSearch(
                origin,
                position,
                stride,
                walks,
                ByteOrder.LITTLE_ENDIAN,
                limits.searched(),
                new GuestStreams(),
                resumption);
    }
}
