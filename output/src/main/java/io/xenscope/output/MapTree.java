package io.xenscope.output;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;

/** Builds trees as maps and lists of {@link String}, {@link Long}, {@link Double} and {@link Boolean}. */
final class MapTree implements TreeWriter {
    private final Map<String, Object> root = new LinkedHashMap<>();
    private final Deque<Container> open = new ArrayDeque<>();
    private String name = "";

    /** An object or an array: exactly one of the two is there. */
    private record Container(
            @Nullable Map<String, Object> object, @Nullable List<Object> array) {}

    /** What was written. */
    Map<String, Object> root() {
        return root;
    }

    @Override
    public void name(SerializedString value) {
        name = value.getValue();
    }

    @Override
    public void name(String value) {
        name = value;
    }

    @Override
    public void startObject() {
        if (open.isEmpty()) {
            open.push(new Container(root, null));
            return;
        }
        Map<String, Object> object = new LinkedHashMap<>();
        add(object);
        open.push(new Container(object, null));
    }

    @Override
    public void endObject() {
        open.pop();
    }

    @Override
    public void startArray() {
        List<Object> array = new ArrayList<>();
        add(array);
        open.push(new Container(null, array));
    }

    @Override
    public void endArray() {
        open.pop();
    }

    @Override
    public void number(long value) {
        add(value);
    }

    @Override
    public void decimal(String value) {
        add(Double.valueOf(value));
    }

    @Override
    public void flag(boolean value) {
        add(value);
    }

    @Override
    public void hex(long value) {
        add("0x" + Long.toHexString(value));
    }

    @Override
    public void text(String value) {
        add(value);
    }

    @Override
    public void constant(SerializedString value) {
        add(value.getValue());
    }

    @Override
    public void timestamp(long nanos) {
        add(new String(new TimestampText().format(nanos), StandardCharsets.US_ASCII));
    }

    private void add(Object value) {
        Container container = open.element();
        if (container.object() != null) {
            container.object().put(name, value);
        } else if (container.array() != null) {
            container.array().add(value);
        }
    }
}
