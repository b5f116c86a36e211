package io.xenscope.cli;

import io.xenscope.dissect.DissectOptions.Depth;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.output.EventFilter;
import io.xenscope.output.NdjsonSink;
import io.xenscope.output.OutputOptions;
import io.xenscope.output.TextSink;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of all commands that emit events. */
final class EventOptions {

    /** How events are written. */
    enum Form {
        NDJSON,
        TEXT
    }

    @Option(
            names = "--out",
            paramLabel = "TARGET",
            defaultValue = "-",
            description = "Where events go: - (standard output) or file:PATH. Default: ${DEFAULT-VALUE}.")
    private String out = "-";

    @Option(
            names = "--format",
            paramLabel = "FORM",
            defaultValue = "ndjson",
            description = "ndjson, or text for people. Default: ${DEFAULT-VALUE}.")
    private Form form = Form.NDJSON;

    @Mixin
    private ColorOption color = new ColorOption();

    @Option(
            names = "--detail",
            paramLabel = "LEVEL",
            defaultValue = "fields",
            description =
                    "summary (no decoded fields), fields, or full (with offsets; as text, a tree below each line)."
                            + " Default: ${DEFAULT-VALUE}.")
    private OutputOptions.Detail detail = OutputOptions.Detail.FIELDS;

    @Option(
            names = "--pfns",
            paramLabel = "HOW",
            defaultValue = "ranges",
            description = "ranges (at most 64 a batch) or full (as many as fit). Default: ${DEFAULT-VALUE}.")
    private OutputOptions.Pfns pfns = OutputOptions.Pfns.RANGES;

    @Option(
            names = "--filter",
            paramLabel = "EXPR",
            description =
                    "Only events for which this CEL expression is true, such as"
                            + " 'action == \"batch\" && batch.zero_pages > 100'. 'xenscope fields' lists what can be asked for.")
    private @Nullable String filter;

    @Option(names = "--show-config", description = "Show domain configuration and xenstore values: guest secrets.")
    private boolean showConfig;

    @Option(names = "--bytes", description = "Show contents of registers and other octets of the guest: guest secrets.")
    private boolean bytes;

    @Option(
            names = "--max-event-bytes",
            paramLabel = "N",
            defaultValue = "16384",
            description = "Longest line, in octets. Default: ${DEFAULT-VALUE}.")
    private int maxEventBytes = OutputOptions.DEFAULT_LINE;

    @Option(names = "--label", paramLabel = "K=V", description = "Put a label into every event; repeatable.")
    private Map<String, String> labels = new LinkedHashMap<>();

    /** How far events and filters want the state of guests taken apart. */
    Depth depth() {
        if (detail == OutputOptions.Detail.FULL) {
            return Depth.BITS;
        }
        // Expressions see the decoded fields whatever is written.
        return detail == OutputOptions.Detail.FIELDS || filter != null ? Depth.VALUES : Depth.FRAMING;
    }

    /** Writes events; closing it flushes them. */
    interface Target extends EventSink, Flushable, Closeable {}

    /**
     * Opens the target.
     *
     * @param stdout standard output, not closed by the target
     * @throws IllegalArgumentException if an option's value cannot be used
     * @throws IOException if the target cannot be opened
     */
    Target open(OutputStream stdout) throws IOException {
        return open(stdout, OutputOptions.defaults(Version.number()));
    }

    /** Makes events of forwarded traffic into lines, written to {@code lines}; meant for {@link #liveTarget}. */
    Target openLive(OutputStream lines) {
        return encoder(lines, observed("proxy"));
    }

    /** Opens the target for the events of a passive capture, which may be kept waiting by it. */
    Target openSniffer(OutputStream stdout) throws IOException {
        return open(stdout, observed("sniffer"));
    }

    private static OutputOptions observed(String observer) {
        return OutputOptions.defaults(Version.number()).withObserver(observer, hostName());
    }

    /**
     * Where lines of live events go.
     *
     * @throws IOException if it cannot be written to; what may block to be opened is not opened yet
     */
    EventWriter.Opening liveTarget() throws IOException {
        if (isStandardOutput()) {
            WritableByteChannel channel = new FileOutputStream(FileDescriptor.out).getChannel();
            return () -> channel;
        }
        Path file = file();
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            return () -> FileChannel.open(file, StandardOpenOption.WRITE);
        }
        WritableByteChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        return () -> channel;
    }

    /** True when events go to standard output. */
    boolean isStandardOutput() {
        return out.equals("-");
    }

    private static @Nullable String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private Target open(OutputStream stdout, OutputOptions defaults) throws IOException {
        return encoder(isStandardOutput() ? stdout : Files.newOutputStream(file()), defaults);
    }

    private Target encoder(OutputStream stream, OutputOptions defaults) {
        OutputOptions options = defaults.withDetail(detail)
                .withPfns(pfns)
                .withShowConfig(showConfig)
                .withShowBytes(bytes)
                .withMaxEventBytes(maxEventBytes)
                .withLabels(labels);
        Predicate<Event> wanted = filter == null ? event -> true : EventFilter.compile(filter, options);
        if (form == Form.TEXT) {
            TextSink text = new TextSink(stream, options, color.wanted(isStandardOutput()));
            return new Filtered(wanted, text, text::flush, text::close);
        }
        NdjsonSink json = new NdjsonSink(stream, options);
        return new Filtered(wanted, json, json::flush, json::close);
    }

    private Path file() {
        if (out.startsWith("file:")) {
            return Path.of(out.substring("file:".length()));
        }
        throw new IllegalArgumentException("--out " + out + ": expected - or file:PATH");
    }

    private interface Action {
        void run() throws IOException;
    }

    private record Filtered(Predicate<Event> wanted, EventSink sink, Action flushing, Action closing)
            implements Target {
        @Override
        public void accept(Event event) {
            if (wanted.test(event)) {
                sink.accept(event);
            }
        }

        @Override
        public void flush() throws IOException {
            flushing.run();
        }

        @Override
        public void close() throws IOException {
            closing.run();
        }
    }
}
