package io.xenscope.output.summary;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Lines with columns as wide as their widest cell. */
final class TextTable {

    private static final String BETWEEN = "  ";

    private final boolean[] left;
    private final List<List<String>> rows = new ArrayList<>();
    private boolean hasHead;

    /** @param alignment {@code l} or {@code r} for each column */
    TextTable(String alignment) {
        left = new boolean[alignment.length()];
        for (int i = 0; i < left.length; i++) {
            left[i] = alignment.charAt(i) == 'l';
        }
    }

    TextTable row(String... cells) {
        return row(List.of(cells));
    }

    TextTable row(List<String> cells) {
        rows.add(List.copyOf(cells));
        return this;
    }

    /** The first row, which names the columns. */
    TextTable head(List<String> names) {
        hasHead = true;
        return row(names);
    }

    boolean hasHead() {
        return hasHead;
    }

    List<List<String>> rows() {
        return Collections.unmodifiableList(rows);
    }

    int columns() {
        return left.length;
    }

    boolean isLeft(int column) {
        return left[column];
    }

    /** A line without columns. */
    TextTable note(String text) {
        rows.add(List.of(text));
        return this;
    }

    void write(StringBuilder to, String indent) {
        int[] widths = new int[left.length];
        for (List<String> row : rows) {
            for (int i = 0; row.size() == left.length && i < left.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(indent);
            if (row.size() == left.length) {
                for (int i = 0; i < left.length; i++) {
                    String pad = " ".repeat(widths[i] - row.get(i).length());
                    line.append(i == 0 ? "" : BETWEEN);
                    line.append(left[i] ? row.get(i) + pad : pad + row.get(i));
                }
            } else {
                line.append(row.get(0));
            }
            to.append(line.toString().stripTrailing()).append('\n');
        }
    }
}
