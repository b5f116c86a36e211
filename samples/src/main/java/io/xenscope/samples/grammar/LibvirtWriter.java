package io.xenscope.samples.grammar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes the header of libvirt's save files (carriers 2.1), which is not reported to a {@link RecordListener}. */
public final class LibvirtWriter {
    private static final int LENGTH = 64;

    private final StreamWriter stream;
    private final ByteOrder order;

    LibvirtWriter(StreamWriter stream, ByteOrder order) {
        this.stream = stream;
        this.order = order;
    }

    /** Header and XML, to which the terminating NUL is added. */
    public void header(int version, String xml) throws IOException {
        byte[] octets = (xml + "\0").getBytes(StandardCharsets.UTF_8);
        header(version, octets.length, octets);
    }

    /** A header that announces any length. */
    public void header(int version, int xmlLength, byte... xml) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(LENGTH).order(order);
        header.put("libvirt-xml\n \0 \r".getBytes(StandardCharsets.US_ASCII));
        header.putInt(version).putInt(xmlLength);
        stream.raw(header.array());
        stream.raw(xml);
    }
}
