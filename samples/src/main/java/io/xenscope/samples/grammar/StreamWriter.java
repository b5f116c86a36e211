package io.xenscope.samples.grammar;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;

/**
 * One direction of a stream being written. The layers are reached through {@link #xl()}, {@link #libxl()},
 * {@link #libxc()} and {@link #handshake()}, so that a stream reads like its grammar:
 *
 * <pre>{@code
 * byte[] stream = StreamWriter.octets(w -> {
 *     w.xl().header("{}");
 *     w.libxl().header();
 *     w.libxl().libxcContext();
 *     w.libxc().imageHeader(3);
 *     w.libxc().domainHeader(DomainType.HVM, 4, 17);
 *     w.libxc().staticDataEnd();
 *     w.libxc().pageData(source, PageEntry.of(0xa0, PageType.XTAB));
 *     w.libxc().end();
 *     w.libxl().end();
 * });
 * }</pre>
 *
 * <p>Not thread-safe. Holds no part of the stream beyond the element being written.
 */
public final class StreamWriter implements Closeable {
    private final OutputStream out;
    private final RecordListener listener;
    private final XlWriter xl;
    private final LibxlWriter libxl;
    private final LibxcWriter libxc;
    private final HandshakeWriter handshake;
    private final XendWriter xend;
    private final LibvirtWriter libvirt;
    private final XapiWriter xapi;
    private long position;

    /** Writes little-endian octets, as every real sender does, and reports no records. */
    public StreamWriter(OutputStream out) {
        this(out, ByteOrder.LITTLE_ENDIAN, RecordListener.NONE);
    }

    /**
     * @param order byte order of the xl and libvirt headers, of libxl records and of everything behind the libxc image header
     * @param listener told of every header and record once its last octet is written
     */
    public StreamWriter(OutputStream out, ByteOrder order, RecordListener listener) {
        this.out = out;
        this.listener = listener;
        this.xl = new XlWriter(this, order);
        this.libxl = new LibxlWriter(this, order);
        this.libxc = new LibxcWriter(this, order);
        this.handshake = new HandshakeWriter(this);
        this.xend = new XendWriter(this);
        this.libvirt = new LibvirtWriter(this, order);
        this.xapi = new XapiWriter(this);
    }

    /** Returns the octets {@code body} writes, little-endian. */
    public static byte[] octets(StreamBody body) {
        return octets(ByteOrder.LITTLE_ENDIAN, body);
    }

    /** Returns the octets {@code body} writes in the given byte order. */
    public static byte[] octets(ByteOrder order, StreamBody body) {
        ByteArrayOutputStream memory = new ByteArrayOutputStream();
        try {
            body.write(new StreamWriter(memory, order, RecordListener.NONE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return memory.toByteArray();
    }

    /** The save-file header of section 2. */
    public XlWriter xl() {
        return xl;
    }

    /** Header and records of the libxl number space (section 3). */
    public LibxlWriter libxl() {
        return libxl;
    }

    /** Headers and records of the libxc number space (section 4). */
    public LibxcWriter libxc() {
        return libxc;
    }

    /** The messages of {@code xl migrate} and {@code xl migrate-receive} (section 1.6). */
    public HandshakeWriter handshake() {
        return handshake;
    }

    /** What xend puts around an image. */
    public XendWriter xend() {
        return xend;
    }

    /** What libvirt puts around a stream. */
    public LibvirtWriter libvirt() {
        return libvirt;
    }

    /** What xapi puts around an image. */
    public XapiWriter xapi() {
        return xapi;
    }

    /** Octets written so far, which is the offset of the next element. */
    public long position() {
        return position;
    }

    /** Writes octets that belong to no element, e.g. trailing data or damage. */
    public void raw(byte... octets) throws IOException {
        raw(octets, 0, octets.length);
    }

    void raw(byte[] octets, int offset, int length) throws IOException {
        out.write(octets, offset, length);
        position += length;
    }

    boolean hasListener() {
        return listener != RecordListener.NONE;
    }

    void report(RecordRow row) {
        listener.written(row);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
