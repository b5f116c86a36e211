package io.xenscope.cli;

import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.proxy.tap.ConnectionId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;

/**
 * What commands that run live say on standard error, a line for each message, as text or as JSON with the field names of
 * the Elastic Common Schema, as events have. Calls come from any thread.
 */
final class LiveLog {

    /** How lines look. */
    enum Form {
        TEXT,
        JSON
    }

    /** How much a message matters. */
    enum Level {
        INFO,
        WARN,
        ERROR;

        static Level of(Severity severity) {
            return switch (severity) {
                case NOTE -> INFO;
                case WARN -> WARN;
                case ERROR -> ERROR;
            };
        }

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final PrintWriter err;
    private final Form form;
    private final boolean verbose;
    private final Clock clock;
    private final JsonFactory json = new JsonFactory();

    LiveLog(PrintWriter err, Form form, boolean verbose, Clock clock) {
        this.err = err;
        this.form = form;
        this.verbose = verbose;
        this.clock = clock;
    }

    /** For commands that do not run live: only what matters, in words. */
    static LiveLog plain(PrintWriter err) {
        return new LiveLog(err, Form.TEXT, false, Clock.systemUTC());
    }

    /** Also takes the libraries' messages away from the console; they are shown, by this log, only if verbose. */
    static LiveLog open(PrintWriter err, Form form, boolean verbose) {
        LiveLog log = new LiveLog(err, form, verbose, Clock.systemUTC());
        LogManager.getLogManager().reset();
        if (verbose) {
            LibraryMessages.to(log);
        }
        return log;
    }

    boolean isVerbose() {
        return verbose;
    }

    void info(String text) {
        say(Level.INFO, null, null, text, Map.of());
    }

    void warn(String text) {
        say(Level.WARN, null, null, text, Map.of());
    }

    void error(String text) {
        say(Level.ERROR, null, null, text, Map.of());
    }

    /**
     * Writes a line.
     *
     * @param code of the condition told of; its severity is the level
     * @param more numbers of the message, by their names in JSON; the text has them in words
     */
    void finding(FindingCode code, @Nullable ConnectionId connection, String text, Map<String, Long> more) {
        say(Level.of(code.severity()), connection, code.id(), text, more);
    }

    /** As {@link #finding}, of what has no code or whose code is no constant. */
    synchronized void say(
            Level level,
            @Nullable ConnectionId connection,
            @Nullable String code,
            String text,
            Map<String, Long> more) {
        String time = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
        err.println(
                form == Form.TEXT
                        ? "xenscope: " + time + " " + level.text() + " " + (connection == null ? "" : connection + ": ")
                                + (code == null ? "" : code + " ") + text.replaceAll("[\r\n]+", " ")
                        : object(time, level, connection, code, text, more));
        err.flush();
    }

    private String object(
            String time,
            Level level,
            @Nullable ConnectionId connection,
            @Nullable String code,
            String text,
            Map<String, Long> more) {
        StringWriter line = new StringWriter();
        try (JsonGenerator object = json.createGenerator(tools.jackson.core.ObjectWriteContext.empty(), line)) {
            object.writeStartObject();
            object.writeStringProperty("@timestamp", time);
            object.writeStringProperty("log.level", level.text());
            object.writeStringProperty("message", text);
            if (code != null) {
                object.writeStringProperty("rule.id", code);
            }
            if (connection != null) {
                object.writeNumberProperty("xenscope.connection.id", connection.number());
                object.writeStringProperty("client.address", connection.client());
                object.writeStringProperty("server.address", connection.server());
            }
            more.forEach(object::writeNumberProperty);
            object.writeEndObject();
        }
        return line.toString();
    }
}
