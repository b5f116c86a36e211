package io.xenscope.output.summary;

/** Sentences, indented, in lines of a width that fits a terminal. */
final class Paragraph {

    private static final int WIDTH = 110;
    private static final String FIRST = "  ";
    private static final String NEXT = "    ";

    private Paragraph() {}

    static void write(String sentence, StringBuilder to) {
        StringBuilder line = new StringBuilder(FIRST);
        boolean empty = true;
        for (String word : sentence.split(" ", -1)) {
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                to.append(line).append('\n');
                line.setLength(0);
                line.append(NEXT);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        to.append(line).append('\n');
    }
}
