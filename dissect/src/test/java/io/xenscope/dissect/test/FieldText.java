package io.xenscope.dissect.test;

import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value;
import java.util.stream.Collectors;

/** Decoded fields as one line: {@code name=value(meaning) list=[…] nested={…}}; hashes are left out. */
public final class FieldText {

    private FieldText() {}

    public static String of(Fields fields) {
        return fields.members().stream()
                .filter(field -> !field.name().equals("sha256"))
                .map(field -> field.name() + "=" + of(field.value()))
                .collect(Collectors.joining(" "));
    }

    private static String of(Value value) {
        if (value instanceof Fields fields) {
            return "{" + of(fields) + "}";
        }
        if (value instanceof Value.Items items) {
            String list = items.head().stream().map(FieldText::of).collect(Collectors.joining(", ", "[", "]"));
            return items.total() == items.head().size() ? list : list + "of" + items.total();
        }
        Value.Leaf leaf = (Value.Leaf) value;
        return of(leaf.data()) + (leaf.text() == null ? "" : "(" + leaf.text() + ")");
    }

    private static String of(Value.Data data) {
        if (data instanceof Value.Data.Numeric number) {
            return Long.toUnsignedString(number.value());
        }
        if (data instanceof Value.Data.Hex hex) {
            return "0x" + Long.toHexString(hex.value());
        }
        if (data instanceof Value.Data.Text text) {
            return text.value();
        }
        if (data instanceof Value.Data.Flag flag) {
            return Boolean.toString(flag.value());
        }
        if (data instanceof Value.Data.Guarded guarded) {
            return "guarded:" + of(guarded.data());
        }
        return "secret:" + ((Value.Data.Secret) data).value();
    }
}
