package io.xenscope.capture;

import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.analysis.Way;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection found in a capture.
 *
 * @param first the side that sent the SYN; without one, the sender of the first packet seen
 * @param second the other side
 * @param firstTime when its first packet was captured, nanoseconds since 1970-01-01T00:00:00Z
 * @param synSeen whether the capture holds its beginning; if not, its streams start somewhere in the middle
 * @param way tells how its octets travel; null when nobody asked for it
 */
public record Connection(
        Endpoint first,
        Endpoint second,
        long firstTime,
        boolean synSeen,
        @Nullable Way way) {}
