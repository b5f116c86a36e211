package io.xenscope.output.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a file of lines is put aside and a new one begun.
 *
 * @param octets before it would grow longer, compressed files counted before compression; 0 for any length
 * @param age when it was begun so long ago; null for any age
 * @param keep files put aside that are kept, the oldest are deleted; 0 for all
 */
public record Rotation(long octets, @Nullable Duration age, int keep) {

    /** One file for ever. */
    public static final Rotation NONE = new Rotation(0, null, 0);
}
