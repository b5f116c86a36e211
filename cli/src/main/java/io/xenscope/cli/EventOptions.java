package io.xenscope.cli;

import io.xenscope.dissect.DissectOptions.Depth;
import io.xenscope.dissect.event.Event;
import io.xenscope.output.EventFilter;
import io.xenscope.output.NdjsonSink;
import io.xenscope.output.OutputOptions;
import io.xenscope.output.TextSink;
import io.xenscope.output.delivery.Delivery;
import io.xenscope.output.delivery.DestinationOptions;
import io.xenscope.output.delivery.Target;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options of all commands that emit events. */
final class EventOptions {

    /** How events are written. */
    enum Form {
        NDJSON,
        TEXT,
        EVE
    }

    @Option(
            names = "--out",
            paramLabel = "TARGET",
            defaultValue = "-",
            split = "\\s+(?=[a-z]+:)",
            splitSynopsisLabel = " ",
            converter = TargetForm.class,
            description =
                    "Where events go; repeatable. - (standard output), file:PATH (compressed when it ends in .gz or"
                            + " .zst), tcp:HOST:PORT, tls:HOST:PORT, unix:PATH, syslog:udp:HOST:PORT (or tcp, tls),"
                            + " elastic:URL/INDEX, loki:URL, kafka:BROKERS/TOPIC. Default: ${DEFAULT-VALUE}.")
    private List<Target> out = List.of(Target.parse("-"));

    @Mixin
    private DeliveryOptions delivery = new DeliveryOptions();

    @Option(
            names = "--format",
            paramLabel = "FORM",
            defaultValue = "ndjson",
            description = "ndjson, text (for people) or eve (as Suricata's). Default: ${DEFAULT-VALUE}.")
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

    /** Where events go. */
    List<Target> targets() {
        return out;
    }

    /** Whether events are written for people. */
    boolean isText() {
        return form == Form.TEXT;
    }

    /** The longest line, in octets. */
    int maxEventBytes() {
        return maxEventBytes;
    }

    /** True when events go to standard output. */
    boolean isStandardOutput() {
        return out.stream().anyMatch(Target::isStandardOutput);
    }

    /** How lines wait for this target. */
    Delivery.Waiting waiting(Target target, Manner manner) {
        return delivery.waiting(target, manner);
    }

    /** What is the same for all targets. */
    DestinationOptions destinations(Manner manner) {
        // To look the name up asks the network's name service; standard output and files need none.
        boolean local = out.stream().allMatch(target -> target.isStandardOutput() || target.isFile());
        return delivery.destinations(manner, local ? null : hostName(), System.getenv());
    }

    /**
     * Makes events into lines.
     *
     * @param longest octets of a line
     * @throws IllegalArgumentException if an option's value cannot be used
     */
    EventLines lines(Manner manner, int longest) {
        OutputOptions defaults = OutputOptions.defaults(Version.number());
        OutputOptions options = (manner.isLive() ? defaults.withObserver(manner.observer(), hostName()) : defaults)
                .withDetail(detail)
                .withPfns(pfns)
                .withShowConfig(showConfig)
                .withShowBytes(bytes)
                .withMaxEventBytes(longest)
                .withLabels(labels);
        Predicate<Event> wanted = filter == null ? event -> true : EventFilter.compile(filter, options);
        return switch (form) {
            case TEXT ->
                new EventLines(wanted, octets -> new TextSink(octets, options, color.wanted(isStandardOutput())));
            case NDJSON -> new EventLines(wanted, octets -> new NdjsonSink(octets, options));
            case EVE -> new EventLines(wanted, octets -> NdjsonSink.eve(octets, options));
        };
    }

    private static @Nullable String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return null;
        }
    }

    static final class TargetForm implements ITypeConverter<Target> {
        @Override
        public Target convert(String value) {
            try {
                return Target.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
