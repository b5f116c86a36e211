package io.xenscope.output.summary;

/** What reports are written on: sentences and tables below headings. */
interface Sheet {

    void heading(String text);

    /** A line above all headings. */
    void line(String text);

    void sentence(String text);

    void table(TextTable table);
}
