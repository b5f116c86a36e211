package io.xenscope.cli;

import io.xenscope.capture.Recording;
import io.xenscope.proxy.tap.LagPolicy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options of all commands that tap live traffic. */
final class LiveOptions {

    @Option(
            names = "--on-lag",
            paramLabel = "WHAT",
            defaultValue = "degrade",
            description = "When dissection does not keep up: degrade (look at less, then give octets up, counted) or"
                    + " block (slow the migration down, lose nothing). Default: ${DEFAULT-VALUE}.")
    private LagPolicy onLag = LagPolicy.DEGRADE;

    @Option(
            names = "--tap-memory",
            paramLabel = "SIZE",
            defaultValue = "128m",
            converter = Size.class,
            description = "Octets that may wait for dissection; k, m and g are understood. Default: ${DEFAULT-VALUE}.")
    private long tapMemory = 128L << 20;

    @Option(
            names = "--progress-interval",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description =
                    "How often every migration under way tells how far it has come, also one that stands still; 0 for"
                            + " never. Default: ${DEFAULT-VALUE}.")
    private double progressSeconds = 10;

    @Option(
            names = "--record",
            paramLabel = "FILE",
            description = "Keep what passes as pcapng, in packets made up around it.")
    private @Nullable Path record;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description =
                    "Append what summary would tell of each migration, and who was waited for in each round; looks"
                            + " into every page.")
    private @Nullable Path report;

    @Mixin
    private RotationOptions rotation = new RotationOptions();

    @Option(
            names = "--metrics",
            paramLabel = "[HOST]:PORT",
            converter = HostPort.Converter.class,
            description =
                    "Serve Prometheus metrics (/metrics) and health (/-/healthy) there; without HOST on loopback.")
    private @Nullable HostPort metrics;

    @Mixin
    private LogOptions log = new LogOptions();

    LagPolicy onLag() {
        return onLag;
    }

    long tapMemory() {
        return tapMemory;
    }

    /** Between progress events; zero for none. */
    Duration progressInterval() {
        return Duration.ofNanos((long) (Math.max(0, progressSeconds) * 1e9));
    }

    /** The recording asked for, its file opened. */
    @Nullable
    LiveRecording record(LiveCounts counts) throws IOException {
        return record == null
                ? null
                : new LiveRecording(new Recording(rotation.files(record), "xenscope " + Version.number()), counts);
    }

    /** The reports asked for, their file opened. */
    @Nullable
    LiveReports report(LiveCounts counts) throws IOException {
        return report == null ? null : new LiveReports(report, counts);
    }

    /** Where metrics are served; null for nowhere. */
    @Nullable
    HostPort metrics() {
        return metrics;
    }

    LiveLog log(PrintWriter err) {
        return log.open(err);
    }

    /** A number of octets, perhaps with k, m or g behind it. */
    static final class Size implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            Long size = Sizes.parse(value, true);
            if (size == null) {
                throw new TypeConversionException("'" + value + "' is no size such as 64m");
            }
            return size;
        }
    }
}
