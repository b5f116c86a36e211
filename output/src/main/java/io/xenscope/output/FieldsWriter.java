package io.xenscope.output;

import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.event.Value.Data;
import java.util.List;

/** Writes {@code record.fields} once. */
final class FieldsWriter {
    /** Integers up to this size are exact in every JSON consumer. */
    private static final long LARGEST_EXACT = 1L << 53;

    /** Levels written below {@code fields}; what lies deeper is left out. */
    private static final int DEEPEST = 48;

    private final TreeWriter tree;
    private final boolean placed;
    private final OutputOptions options;
    private final Cut cut;
    private int membersLeft;
    private boolean truncated;

    FieldsWriter(TreeWriter tree, OutputOptions options, Cut cut) {
        this.tree = tree;
        this.placed = options.detail() == OutputOptions.Detail.FULL;
        this.options = options;
        this.cut = cut;
        this.membersLeft = cut.members();
    }

    /** Writes the fields as one object and returns whether something of them was cut. */
    boolean write(Fields fields) {
        members(fields, 1);
        return truncated;
    }

    /**
     * Whether the value belongs to the guest and must not be shown, or is an array with such among the elements that
     * would be written.
     */
    static boolean isHidden(Value value, OutputOptions options, int heads) {
        if (options.showConfig() && options.showBytes()) {
            return false;
        }
        if (value instanceof Value.Leaf leaf) {
            return leaf.data() instanceof Data.Secret && !options.showConfig()
                    || leaf.data() instanceof Data.Guarded && !options.showBytes();
        }
        if (value instanceof Value.Items items) {
            List<Value> head = items.head();
            // One at least: an array of nothing but such text is left out even where arrays are cut to nothing.
            int written = Math.min(head.size(), Math.max(1, heads));
            for (int i = 0; i < written; i++) {
                if (isHidden(head.get(i), options, heads)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void members(Fields fields, int depth) {
        tree.startObject();
        for (Fields.Field field : fields.members()) {
            Value value = field.value();
            if (isHidden(value, options, cut.heads())) {
                continue;
            }
            if (membersLeft == 0 || tree.overfull()) {
                truncated = true;
                break;
            }
            if (isTooDeep(value, depth)) {
                truncated = true;
                continue;
            }
            membersLeft--;
            String name = Texts.clean(field.name(), Integer.MAX_VALUE);
            tree.name(name);
            if (value instanceof Value.Items items) {
                if (!array(items, depth + 1)) {
                    tree.name(name + "_total");
                    tree.number(items.total());
                }
            } else {
                value(value, depth);
            }
        }
        tree.endObject();
    }

    private void value(Value value, int depth) {
        if (value instanceof Value.Leaf leaf) {
            leaf(leaf);
        } else if (value instanceof Fields fields) {
            members(fields, depth + 1);
        } else if (value instanceof Value.Items items) {
            // An array in an array has no name to stand a total beside; that it was cut is told all the same.
            array(items, depth + 1);
        }
    }

    /** Returns whether the array was written to its end. */
    private boolean array(Value.Items items, int depth) {
        List<Value> head = items.head();
        int wanted = Math.min(head.size(), cut.heads());
        int written = 0;
        tree.startArray();
        while (written < wanted && !isTooDeep(head.get(written), depth) && !tree.overfull()) {
            value(head.get(written), depth);
            written++;
        }
        tree.endArray();
        boolean whole = written >= items.total();
        truncated |= !whole;
        return whole;
    }

    private static boolean isTooDeep(Value value, int depth) {
        return depth >= DEEPEST && !(value instanceof Value.Leaf);
    }

    private void leaf(Value.Leaf leaf) {
        if (!placed) {
            data(leaf.data());
            return;
        }
        tree.startObject();
        tree.name(BodyNames.VALUE);
        data(leaf.data());
        tree.number(Names.OFFSET, leaf.offset());
        tree.number(Names.LENGTH, leaf.length());
        if (leaf.text() != null) {
            tree.name(BodyNames.TEXT);
            tree.text(Texts.clean(leaf.text(), cut.text()));
        }
        if (!leaf.bits().isEmpty()) {
            bits(leaf.bits());
        }
        tree.endObject();
    }

    private void bits(List<Value.Bits> bits) {
        tree.object(BodyNames.BITS);
        for (Value.Bits part : bits) {
            tree.name(Texts.clean(part.name(), Integer.MAX_VALUE));
            tree.startObject();
            tree.name(BodyNames.VALUE);
            data(part.value() < 0 ? new Data.Hex(part.value()) : new Data.Numeric(part.value()));
            tree.number(BodyNames.LSB, part.lsb());
            tree.number(BodyNames.WIDTH, part.width());
            if (part.text() != null) {
                tree.name(BodyNames.TEXT);
                tree.text(Texts.clean(part.text(), cut.text()));
            }
            tree.endObject();
        }
        tree.endObject();
    }

    private void data(Data data) {
        if (data instanceof Data.Numeric numeric) {
            long value = numeric.value();
            if (value >= -LARGEST_EXACT && value <= LARGEST_EXACT) {
                tree.number(value);
            } else {
                tree.hex(value);
            }
        } else if (data instanceof Data.Hex hex) {
            tree.hex(hex.value());
        } else if (data instanceof Data.Text text) {
            tree.text(Texts.clean(text.value(), cut.text()));
        } else if (data instanceof Data.Flag flag) {
            tree.flag(flag.value());
        } else if (data instanceof Data.Secret secret) {
            tree.text(Texts.clean(secret.value(), cut.text()));
        } else if (data instanceof Data.Guarded guarded) {
            data(guarded.data());
        }
    }
}
