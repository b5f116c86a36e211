package io.xenscope.samples.grammar;

import java.io.IOException;

/** The elements of a stream, in the order they are written. */
@FunctionalInterface
public interface StreamBody {
    /** Writes the elements to {@code w}. */
    void write(StreamWriter w) throws IOException;
}
