package io.xenscope.samples.grammar;

import java.io.IOException;
import java.nio.ByteOrder;

/** The record framing both number spaces share: type, length, body, zero padding to a multiple of 8. */
final class RecordFraming {
    private final StreamWriter stream;
    private final ByteOrder order;
    private final String layer;

    RecordFraming(StreamWriter stream, ByteOrder order, String layer) {
        this.stream = stream;
        this.order = order;
        this.layer = layer;
    }

    ByteOrder order() {
        return order;
    }

    Body body() {
        return new Body(order);
    }

    void header(String name, Body header, String detail) throws IOException {
        long offset = stream.position();
        byte[] octets = header.toByteArray();
        stream.raw(octets);
        stream.report(new RecordRow(offset, layer, RecordRow.HEADER, name, octets.length, octets.length, detail));
    }

    void record(long type, String name, Body body, String detail) throws IOException {
        record(RawRecord.of(type, body.toByteArray()), name, detail);
    }

    void empty(long type, String name) throws IOException {
        record(type, name, body(), "");
    }

    void record(RawRecord raw, String name, String detail) throws IOException {
        long offset = stream.position();
        stream.raw(body().u32(raw.type()).u32(raw.length()).toByteArray());
        stream.raw(raw.body());
        stream.raw(raw.padding());
        done(offset, raw.type(), name, raw.length(), detail);
    }

    void done(long offset, long type, String name, long length, String detail) {
        stream.report(
                new RecordRow(offset, layer, type & 0xffffffffL, name, length, stream.position() - offset, detail));
    }
}
