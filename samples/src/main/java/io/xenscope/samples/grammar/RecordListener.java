package io.xenscope.samples.grammar;

/** Learns of every header and record of a stream, in stream order. */
@FunctionalInterface
public interface RecordListener {
    /** Ignores everything. */
    RecordListener NONE = row -> {};

    /** Called when the last octet of an element, its padding included, has been written. */
    void written(RecordRow row);
}
