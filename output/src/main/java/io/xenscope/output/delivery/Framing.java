package io.xenscope.output.delivery;

import org.jspecify.annotations.Nullable;

/** How a line stands on a connection. */
@FunctionalInterface
interface Framing {

    /** As it is. */
    Framing NONE = Line::octets;

    /** The octets sent for a line; null when it is too long to be sent. */
    byte @Nullable [] of(Line line);
}
