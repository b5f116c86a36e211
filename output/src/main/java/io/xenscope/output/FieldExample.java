package io.xenscope.output;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Filter expressions that show how a field is asked for. */
final class FieldExample {
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");

    private FieldExample() {}

    /** True for events whose field has this value. */
    static String of(String name, Object value) {
        if (value instanceof Boolean flag) {
            return flag ? name : "!" + name;
        } else if (value instanceof List<?> elements) {
            Object first = elements.get(0);
            return first instanceof List<?> inner
                    ? name + ".exists(e, " + literal(inner.get(0)) + " in e)"
                    : literal(first) + " in " + name;
        } else if (value instanceof Map<?, ?> members) {
            Map.Entry<?, ?> member = members.entrySet().iterator().next();
            return of(name + member(member.getKey().toString()), member.getValue());
        } else if (value instanceof String text && text.indexOf(' ') > 0) {
            // Sentences are not asked for by the letter.
            return name + ".contains(" + literal(text.substring(0, text.indexOf(' '))) + ")";
        }
        boolean ordered = value instanceof Number || name.equals("time");
        return name + (ordered ? " >= " : " == ") + literal(value);
    }

    /** True for events that have the object; variables are always there. */
    static String ofObject(String name) {
        return name.indexOf('.') < 0 ? "size(" + name + ") > 0" : "has(" + name + ")";
    }

    /** What follows an object's name to ask for a member. */
    static String member(String name) {
        return WORD.matcher(name).matches() ? "." + name : "[" + literal(name) + "]";
    }

    private static String literal(Object value) {
        if (value instanceof String text) {
            return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        }
        return value.toString();
    }
}
