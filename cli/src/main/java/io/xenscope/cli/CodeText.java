package io.xenscope.cli;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.output.CatalogueEntry;
import io.xenscope.output.CatalogueEntry.Alias;
import io.xenscope.output.CatalogueEntry.Explained;
import io.xenscope.output.FindingCatalogue;

/**
 * The short form of a code.
 *
 * @param severity its usual severity; {@code -} when it is not raised
 * @param title what it is
 */
record CodeText(String severity, String title) {

    private static final int WIDTH = 96;

    static CodeText of(CatalogueEntry entry) {
        return FindingCatalogue.code(entry.id())
                .map(code -> new CodeText(code.severity().text(), code.title()))
                .orElseGet(() -> new CodeText("-", unraised(entry)));
    }

    private static String unraised(CatalogueEntry entry) {
        if (entry instanceof Explained explained) {
            return "not raised: " + explained.condition();
        }
        Alias alias = (Alias) entry;
        return alias.of().isEmpty() ? "told by a record" : "reported as " + String.join(", ", alias.of());
    }

    /** The specification's table, and whether a real receiver stops there. */
    static String origin(FindingCode code) {
        if (code.failsOver()) {
            return code.spec() + "; a receiver stops here, or starts the last complete checkpoint";
        }
        return code.spec() + (code.stopsReceiver() ? "; a receiver stops here" : "");
    }

    /** Text broken into lines of a readable length, each with a line end. */
    static String wrapped(String text, String indent) {
        StringBuilder lines = new StringBuilder(text.length() + 64);
        int column = 0;
        for (String word : text.split(" ", -1)) {
            if (column > 0 && column + 1 + word.length() > WIDTH) {
                lines.append('\n');
                column = 0;
            }
            lines.append(column == 0 ? indent : " ").append(word);
            column += (column == 0 ? indent.length() : 1) + word.length();
        }
        return lines.append('\n').toString();
    }
}
