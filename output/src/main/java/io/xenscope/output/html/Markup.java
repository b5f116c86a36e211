package io.xenscope.output.html;

import io.xenscope.output.Texts;
import java.util.ArrayDeque;
import java.util.Deque;

/** Elements of a page, well-formed as XML as well. Whatever is written as text or into an attribute stays text. */
public final class Markup {

    private final StringBuilder out = new StringBuilder(1 << 15).append("<!DOCTYPE html>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /** Opens an element. {@code attributes} are names, each with its value behind it. */
    public Markup open(String name, String... attributes) {
        begin(name, attributes);
        out.append('>');
        open.push(name);
        return this;
    }

    /** An element without content. */
    public Markup leaf(String name, String... attributes) {
        begin(name, attributes);
        out.append("/>");
        return this;
    }

    /** An element that holds nothing but {@code text}. */
    public Markup element(String name, String text, String... attributes) {
        return open(name, attributes).text(text).close();
    }

    public Markup text(String text) {
        escape(text);
        return this;
    }

    /** Closes the element opened last. */
    public Markup close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** Makes the source readable. */
    public Markup newLine() {
        out.append('\n');
        return this;
    }

    private void begin(String name, String... attributes) {
        out.append('<').append(name);
        for (int i = 0; i + 1 < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
    }

    private void escape(String text) {
        String shown = Texts.printable(Texts.clean(text, Integer.MAX_VALUE));
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                // Characters that XML does not have.
                case '\uFFFE', '\uFFFF' -> out.append('\uFFFD');
                default -> out.append(c);
            }
        }
    }

    /** All that was written. */
    @Override
    public String toString() {
        return out.toString();
    }
}
