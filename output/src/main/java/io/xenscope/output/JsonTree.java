package io.xenscope.output;

import io.xenscope.dissect.event.Origin;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** Writes trees as JSON, one after the other with nothing between them. */
final class JsonTree implements TreeWriter {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .rootValueSeparator((String) null)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
            .build();

    /** Origins whose members are kept: more than migrations ever run through one observer at a time. */
    private static final int ORIGINS_KEPT = 256;

    private final JsonGenerator generator;
    private final @Nullable LineBuffer line;
    private final TimestampText timestamps = new TimestampText();
    private final byte[] hex = new byte[18];
    private final Map<Origin, SerializedString> byOrigin = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Origin, SerializedString> eldest) {
            return size() > ORIGINS_KEPT;
        }
    };
    private @Nullable Origin lastOrigin;
    private SerializedString lastMembers = new SerializedString("");

    JsonTree(LineBuffer line) {
        this(line, line);
    }

    private JsonTree(OutputStream target, @Nullable LineBuffer line) {
        this.generator = FACTORY.createGenerator(ObjectWriteContext.empty(), target);
        this.line = line;
        hex[0] = '0';
        hex[1] = 'x';
    }

    /** Hands everything written so far to the target. */
    void flush() {
        generator.flush();
    }

    @Override
    public boolean overfull() {
        return line != null && !line.fits();
    }

    @Override
    public void name(SerializedString name) {
        generator.writeName(name);
    }

    @Override
    public void name(String name) {
        generator.writeName(name);
    }

    @Override
    public void startObject() {
        generator.writeStartObject();
    }

    @Override
    public void endObject() {
        generator.writeEndObject();
    }

    @Override
    public void startArray() {
        generator.writeStartArray();
    }

    @Override
    public void endArray() {
        generator.writeEndArray();
    }

    @Override
    public void number(long value) {
        generator.writeNumber(value);
    }

    @Override
    public void decimal(String value) {
        generator.writeNumber(value);
    }

    @Override
    public void flag(boolean value) {
        generator.writeBoolean(value);
    }

    @Override
    public void hex(long value) {
        int digits = Math.max(1, (67 - Long.numberOfLeadingZeros(value)) / 4);
        long rest = value;
        for (int i = digits + 1; i > 1; i--) {
            int digit = (int) rest & 15;
            hex[i] = (byte) (digit < 10 ? '0' + digit : 'a' - 10 + digit);
            rest >>>= 4;
        }
        generator.writeRawUTF8String(hex, 0, digits + 2);
    }

    @Override
    public void text(String value) {
        generator.writeString(value);
    }

    @Override
    public void constant(SerializedString value) {
        generator.writeString(value);
    }

    @Override
    public void timestamp(long nanos) {
        generator.writeRawUTF8String(timestamps.format(nanos), 0, TimestampText.length());
    }

    @Override
    public void shared(Origin origin, OriginMembers members) {
        // All events of a migration carry the same object, so identity answers almost always.
        if (!isLast(origin)) {
            lastMembers = byOrigin.computeIfAbsent(origin, key -> encode(key, members));
            lastOrigin = origin;
        }
        generator.writeRaw(lastMembers);
    }

    @SuppressWarnings("ReferenceEquality")
    private boolean isLast(Origin origin) {
        return origin == lastOrigin;
    }

    /** The members with a comma before each, ready to stand behind another member. */
    private static SerializedString encode(Origin origin, OriginMembers members) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        JsonTree tree = new JsonTree(octets, null);
        tree.startObject();
        members.write(tree, origin);
        tree.endObject();
        tree.flush();
        String object = octets.toString(StandardCharsets.UTF_8);
        return new SerializedString("," + object.substring(1, object.length() - 1));
    }
}
