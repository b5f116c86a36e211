package io.xenscope.cli;

import picocli.CommandLine.Option;

/** Whether lines for people are coloured. */
final class ColorOption {

    /** When colours are wanted. */
    enum When {
        AUTO,
        ALWAYS,
        NEVER
    }

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "Colours in lines for people: auto (on a terminal, unless NO_COLOR is set), always or never."
                    + " Default: ${DEFAULT-VALUE}.")
    private When when = When.AUTO;

    /** @param standardOutput whether the lines go there; the launcher tells whether that is a terminal */
    boolean wanted(boolean standardOutput) {
        if (when != When.AUTO) {
            return when == When.ALWAYS;
        }
        return standardOutput
                && "1".equals(System.getenv("XENSCOPE_STDOUT_TERMINAL"))
                && System.getenv().getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(System.getenv("TERM"));
    }
}
