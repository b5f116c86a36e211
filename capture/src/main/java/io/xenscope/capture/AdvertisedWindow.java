package io.xenscope.capture;

/** What one side tells in every segment: its receive window, and its clock. */
final class AdvertisedWindow {

    private static final int LARGEST_UNSCALED = 65_535;
    private static final int LARGEST_SCALE = 14;
    private static final int NO_SYN = -1;
    private static final int NO_OPTION = -2;

    private boolean seen;
    private int window;
    private int scale = NO_SYN;
    private long closedAt;
    private boolean timestampSeen;
    private int timestamp;

    /** @return how long the window had been closed, if this segment opens it; otherwise 0 */
    long update(TcpSegment segment, long time) {
        long closed = 0;
        if (segment.window != 0) {
            closed = seen && window == 0 ? time - closedAt : 0;
        } else if (!seen || window != 0) {
            closedAt = time;
        }
        window = segment.window;
        seen = true;
        if (segment.hasTimestamp && (!timestampSeen || segment.timestamp - timestamp > 0)) {
            timestampSeen = true;
            timestamp = segment.timestamp;
        }
        return closed;
    }

    /** True once a segment told it. */
    boolean isSeen() {
        return seen;
    }

    /** Rule 4: the scale is told in the SYN, and counts only if both SYNs have one. */
    void synchronise(TcpSegment segment) {
        scale = segment.windowScale < 0 ? NO_OPTION : segment.windowScale;
    }

    boolean isAfter(TcpSegment segment) {
        return segment.hasTimestamp && timestampSeen && segment.timestamp - timestamp < 0;
    }

    /** True when what is told here is certain. */
    boolean isScaleKnown(AdvertisedWindow other) {
        return scale != NO_SYN && other.scale != NO_SYN;
    }

    private int scale(AdvertisedWindow other) {
        return scale < 0 || other.scale < 0 ? 0 : scale;
    }

    /** The window told last, as far as it is certain. */
    long usual(AdvertisedWindow other) {
        return isScaleKnown(other) ? (long) window << scale(other) : window;
    }

    /** The largest window that may have been told. */
    long plausible(AdvertisedWindow other) {
        int raw = seen ? Math.max(window, 1024) : LARGEST_UNSCALED;
        return Math.max((long) raw << (isScaleKnown(other) ? scale(other) : LARGEST_SCALE), LARGEST_UNSCALED);
    }
}
