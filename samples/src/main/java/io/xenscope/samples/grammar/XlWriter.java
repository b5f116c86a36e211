package io.xenscope.samples.grammar;

import java.io.IOException;
import java.nio.ByteOrder;

/** Writes the xl save header (section 2). */
public final class XlWriter {
    private final RecordFraming framing;

    XlWriter(StreamWriter stream, ByteOrder order) {
        this.framing = new RecordFraming(stream, order, "xl");
    }

    /** Header and optional data as {@code xl save} and {@code xl migrate} write them from 4.6 on. */
    public void header(String configJson) throws IOException {
        header(XlHeader.json(configJson));
    }

    /** Any header. */
    public void header(XlHeader header) throws IOException {
        Body body = framing.body();
        header.appendTo(body);
        framing.header("XL_SAVE_HEADER", body, header.detail());
    }
}
