package io.xenscope.samples.grammar;

import java.util.Arrays;

/**
 * A record of any type whose length field and padding need not fit its body, for building damaged streams.
 *
 * <pre>
 * +--------+--------+----------------+---------+
 * | type   | length | body           | padding |
 * | u32    | u32    | any length     | any     |
 * +--------+--------+----------------+---------+
 * </pre>
 *
 * Immutable; starts out correct and is bent with the {@code with} methods.
 */
public final class RawRecord {
    private final long type;
    private final long length;
    private final byte[] body;
    private final byte[] padding;

    private RawRecord(long type, long length, byte[] body, byte[] padding) {
        this.type = type;
        this.length = length;
        this.body = body;
        this.padding = padding;
    }

    /** A correctly framed record: length of the body, zero padding to the next multiple of 8. */
    public static RawRecord of(long type, byte... body) {
        return new RawRecord(type, body.length, body.clone(), new byte[-body.length & 7]);
    }

    /** The same record announcing another body length (u32); body and padding stay as they are. */
    public RawRecord withLength(long declared) {
        return new RawRecord(type, declared, body, padding);
    }

    /** The same record with these octets behind its body. */
    public RawRecord withPadding(byte... octets) {
        return new RawRecord(type, length, body, octets.clone());
    }

    /** The same record ending after {@code count} octets of its body, without padding. */
    public RawRecord cutAfter(int count) {
        return new RawRecord(type, length, Arrays.copyOf(body, count), new byte[0]);
    }

    long type() {
        return type;
    }

    long length() {
        return length;
    }

    byte[] body() {
        return body;
    }

    byte[] padding() {
        return padding;
    }
}
