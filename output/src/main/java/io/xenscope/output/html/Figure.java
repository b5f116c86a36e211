package io.xenscope.output.html;

import java.util.List;

/** A frame around charts: what they show, and what the colours mean. */
public final class Figure {

    /** A colour and what it stands for. */
    public record Colour(String series, String meaning) {}

    private Figure() {}

    /** Opens the frame; it is closed by {@link Markup#close}. */
    public static void open(Markup to, String title, String note, List<Colour> keys) {
        to.open("figure").open("figcaption").element("strong", title).text(" ").element("span", note);
        if (!keys.isEmpty()) {
            to.open("span", "class", "keys");
            for (Colour key : keys) {
                to.open("span", "class", "key")
                        .element("i", "", "class", key.series())
                        .text(key.meaning())
                        .close()
                        .text(" ");
            }
            to.close();
        }
        to.close().newLine();
    }
}
