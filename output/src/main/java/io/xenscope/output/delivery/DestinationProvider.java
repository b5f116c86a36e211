package io.xenscope.output.delivery;

import java.io.IOException;

/** Destinations that are not built in; found by {@link java.util.ServiceLoader}. */
public interface DestinationProvider {

    /** What stands before the first colon of its targets. */
    String scheme();

    /**
     * Opens a destination; nothing has to answer yet.
     *
     * @param target what stands behind the first colon
     * @throws IllegalArgumentException if that cannot be used; the message holds no secrets
     */
    Destination open(String target, DestinationOptions options) throws IOException;
}
