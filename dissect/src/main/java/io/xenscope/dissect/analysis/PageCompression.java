package io.xenscope.dissect.analysis;

/** A general compression, which comes from outside, to estimate what it would have saved. */
@FunctionalInterface
public interface PageCompression {

    /** How many octets {@code octets[index .. index + length)} would take. */
    int compressedSize(byte[] octets, int index, int length);
}
