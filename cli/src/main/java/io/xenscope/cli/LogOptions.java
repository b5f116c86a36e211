package io.xenscope.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** How commands that run live tell what happens. */
final class LogOptions {

    @Option(
            names = "--log",
            paramLabel = "FORM",
            defaultValue = "text",
            description = "Form of messages on standard error: text or json. Default: ${DEFAULT-VALUE}.")
    private LiveLog.Form form = LiveLog.Form.TEXT;

    @Option(
            names = "--verbose",
            description = "Tell of every connection and every note, and what the libraries used have to say.")
    private boolean verbose;

    LiveLog open(PrintWriter err) {
        return LiveLog.open(err, form, verbose);
    }
}
