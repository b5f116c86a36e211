package io.xenscope.dissect.analysis;

import java.util.List;
import java.util.stream.Stream;

/**
 * The first and the last of many things, in order.
 *
 * @param head the first
 * @param leftOut how many between head and tail are not kept
 * @param tail the last that are not in the head
 */
public record Excerpt<T>(List<T> head, long leftOut, List<T> tail) {

    /** All that is kept, in order. */
    public Stream<T> kept() {
        return Stream.concat(head.stream(), tail.stream());
    }

    /** How many there were. */
    public long total() {
        return head.size() + leftOut + tail.size();
    }
}
