package io.xenscope.output.summary;

import io.xenscope.output.html.Markup;
import java.util.List;

/** A part of a page. */
final class HtmlSheet implements Sheet {

    private final Markup to;

    HtmlSheet(Markup to) {
        this.to = to;
    }

    @Override
    public void heading(String text) {
        to.element("h3", text).newLine();
    }

    @Override
    public void line(String text) {
        to.element("p", text, "class", "line").newLine();
    }

    @Override
    public void sentence(String text) {
        to.element("p", text).newLine();
    }

    @Override
    public void table(TextTable table) {
        to.open("div", "class", "wide").open("table");
        boolean head = table.hasHead();
        for (List<String> row : table.rows()) {
            to.open("tr");
            if (row.size() != table.columns()) {
                to.element("td", row.get(0), "colspan", Integer.toString(table.columns()));
            } else {
                for (int i = 0; i < row.size(); i++) {
                    to.element(head ? "th" : "td", row.get(i), "class", table.isLeft(i) ? "l" : "r");
                    to.text(" ");
                }
            }
            to.close().newLine();
            head = false;
        }
        to.close().close().newLine();
    }
}
