package io.xenscope.samples.grammar;

/**
 * One line of a record table.
 *
 * @param offset position of the first octet of the element in its direction
 * @param layer {@code xl}, {@code libxl} or {@code libxc}
 * @param type record type, or {@link #HEADER}
 * @param name name of the header or record type in the specification
 * @param length declared body length of a record; whole length of a header
 * @param total octets the element takes on the wire
 * @param detail space-separated {@code key=value} pairs; may be empty
 */
public record RecordRow(long offset, String layer, long type, String name, long length, long total, String detail) {
    /** Type of rows that stand for a stream header. */
    public static final long HEADER = -1;
}
