package io.xenscope.output.summary;

import io.xenscope.output.Texts;

/** Plain text in lines. */
final class TextSheet implements Sheet {

    private final StringBuilder text = new StringBuilder(4096);
    private final String indent;

    /** @param indent what tables stand behind */
    TextSheet(String indent) {
        this.indent = indent;
    }

    @Override
    public void heading(String heading) {
        text.append('\n');
        line(heading);
    }

    @Override
    public void line(String line) {
        text.append(printable(line).stripTrailing()).append('\n');
    }

    @Override
    public void sentence(String sentence) {
        Paragraph.write(printable(sentence), text);
    }

    @Override
    public void table(TextTable table) {
        table.write(text, indent);
    }

    private static String printable(String some) {
        return Texts.printable(Texts.clean(some, Integer.MAX_VALUE));
    }

    /** All that was written, in whole lines. */
    @Override
    public String toString() {
        return text.toString();
    }
}
