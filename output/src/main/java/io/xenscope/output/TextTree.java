package io.xenscope.output;

import io.xenscope.dissect.event.BatchSeen;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.RecordSeen;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.event.Value.Data;
import java.util.List;
import java.util.Map;

/** What an event says, as an indented tree for people. */
final class TextTree {
    private static final int ELEMENTS = 64;
    private static final int DEEPEST = 48;

    private final StringBuilder text;
    private final OutputOptions options;
    private final BodyWriter bodies;
    private final Paint places;

    TextTree(StringBuilder text, OutputOptions options, boolean coloured) {
        this.text = text;
        this.options = options;
        this.places = coloured ? Paint.FAINT : Paint.PLAIN;
        // Decoded fields are told here, with their places on the same line.
        this.bodies = new BodyWriter(options.withDetail(OutputOptions.Detail.SUMMARY));
    }

    void append(Event event) {
        MapTree tree = new MapTree();
        tree.startObject();
        bodies.migration(tree, event, Cut.nothing());
        bodies.write(tree, event.body(), Cut.nothing());
        tree.endObject();
        for (Map.Entry<String, Object> member : tree.root().entrySet()) {
            plain(1, member.getKey(), member.getValue());
            if (member.getKey().equals("record")) {
                fields(event);
            }
        }
    }

    private void plain(int depth, String name, Object value) {
        indent(depth).append(Texts.printable(name));
        if (value instanceof Map<?, ?> members) {
            text.append('\n');
            for (Map.Entry<?, ?> member : members.entrySet()) {
                plain(depth + 1, member.getKey().toString(), member.getValue());
            }
        } else if (value instanceof List<?> elements && elements.size() > ELEMENTS) {
            text.append(": ").append(elements.subList(0, ELEMENTS)).append(" and more, ");
            text.append(elements.size()).append(" in all\n");
        } else {
            text.append(": ").append(Texts.printable(value.toString())).append('\n');
        }
    }

    private void fields(Event event) {
        Fields fields = Fields.NONE;
        if (event.body() instanceof RecordSeen seen) {
            fields = seen.record().fields();
        } else if (event.body() instanceof BatchSeen seen) {
            fields = seen.record().fields();
        }
        if (!fields.members().isEmpty()) {
            value(2, "fields", fields);
        }
    }

    private void value(int depth, String name, Value value) {
        if (FieldsWriter.isHidden(value, options, ELEMENTS)) {
            return;
        }
        indent(depth).append(Texts.printable(Texts.clean(name, Integer.MAX_VALUE)));
        if (value instanceof Value.Leaf leaf) {
            leaf(leaf);
            for (Value.Bits part : leaf.bits()) {
                bits(depth + 1, part);
            }
        } else if (depth == DEEPEST) {
            text.append(": more below\n");
        } else if (value instanceof Fields fields) {
            text.append('\n');
            for (Fields.Field field : fields.members()) {
                value(depth + 1, field.name(), field.value());
            }
        } else if (value instanceof Value.Items items) {
            items(depth, items);
        }
    }

    private void items(int depth, Value.Items items) {
        int written = Math.min(ELEMENTS, items.head().size());
        text.append(" (").append(items.total()).append(")\n");
        for (int i = 0; i < written; i++) {
            String label = items.label() == null ? "" : items.label() + " ";
            value(depth + 1, label + i, items.head().get(i));
        }
        if (written < items.total()) {
            indent(depth + 1).append("and ").append(items.total() - written).append(" more\n");
        }
    }

    private void leaf(Value.Leaf leaf) {
        text.append(": ");
        data(leaf.data());
        text.append("  ").append(places.of("[" + leaf.offset() + "+" + leaf.length() + "]"));
        if (leaf.text() != null) {
            text.append("  ").append(Texts.printable(Texts.clean(leaf.text(), Integer.MAX_VALUE)));
        }
        text.append('\n');
    }

    private void data(Data data) {
        if (data instanceof Data.Numeric numeric) {
            text.append(numeric.value());
        } else if (data instanceof Data.Hex hex) {
            text.append("0x").append(Long.toHexString(hex.value()));
        } else if (data instanceof Data.Text string) {
            text.append(Texts.printable(Texts.clean(string.value(), Integer.MAX_VALUE)));
        } else if (data instanceof Data.Flag flag) {
            text.append(flag.value());
        } else if (data instanceof Data.Secret secret) {
            text.append(Texts.printable(Texts.clean(secret.value(), Integer.MAX_VALUE)));
        } else if (data instanceof Data.Guarded guarded) {
            data(guarded.data());
        }
    }

    private void bits(int depth, Value.Bits part) {
        int highest = part.lsb() + part.width() - 1;
        indent(depth).append(Texts.printable(part.name())).append(": ");
        if (part.width() > Byte.SIZE) {
            text.append("0x").append(Long.toHexString(part.value()));
        } else {
            text.append(part.value());
        }
        String place = part.width() > 1 ? part.lsb() + " to " + highest : Integer.toString(part.lsb());
        text.append("  ").append(places.of("[bit " + place + "]"));
        if (part.text() != null) {
            text.append("  ").append(Texts.printable(part.text()));
        }
        text.append('\n');
    }

    private StringBuilder indent(int depth) {
        for (int i = 0; i < depth; i++) {
            text.append("    ");
        }
        return text;
    }
}
