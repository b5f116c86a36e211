package io.xenscope.cli;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Shows warnings of libraries, which log through {@code java.util.logging}, as messages of ours. */
final class LibraryMessages extends Handler {

    private final LiveLog log;
    private final SimpleFormatter words = new SimpleFormatter();

    private LibraryMessages(LiveLog log) {
        this.log = log;
        setLevel(Level.WARNING);
    }

    static void to(LiveLog log) {
        Logger.getLogger("").addHandler(new LibraryMessages(log));
    }

    @Override
    public void publish(LogRecord message) {
        if (isLoggable(message)) {
            Throwable cause = message.getThrown();
            String text =
                    message.getLoggerName() + ": " + words.formatMessage(message) + (cause == null ? "" : ": " + cause);
            if (message.getLevel().intValue() >= Level.SEVERE.intValue()) {
                log.error(text);
            } else {
                log.warn(text);
            }
        }
    }

    @Override
    public void flush() {
        // Lines are written at once.
    }

    @Override
    public void close() {
        // Standard error stays open.
    }
}
