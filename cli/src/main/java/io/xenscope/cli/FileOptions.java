package io.xenscope.cli;

import io.xenscope.dissect.DissectOptions.Depth;
import io.xenscope.dissect.detect.Format;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.input.Dissector;
import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The inputs of commands that decode files, one after the other, and the options on them. */
final class FileOptions {

    /** Opens what takes the events. */
    @FunctionalInterface
    interface Opening<T extends EventSink & Flushable & Closeable> {
        T open() throws IOException;
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description =
                    "Files to decode; - is standard input, a folder stands for all captures in it. gzip, xz, zstd,"
                            + " LZ4 and bzip2 are opened transparently.")
    private List<String> files = List.of();

    @Mixin
    private InputOptions inputs = new InputOptions();

    @Option(
            names = "--as",
            paramLabel = "FORMAT",
            converter = InputOptions.FormatName.class,
            description = "Take the input for this format (see 'xenscope formats') instead of detecting it.")
    private @Nullable Format as;

    @Option(
            names = "--progress",
            negatable = true,
            description = "Show a progress bar on standard error. Default: when that is a terminal.")
    private @Nullable Boolean progress;

    @Option(names = "--verbose", description = "Report notes on captures, too.")
    private boolean verbose;

    /** Taken by {@link Settings} before the other options are read; here so that it is known and shown. */
    @SuppressWarnings("UnusedVariable")
    @Option(names = "--config", paramLabel = "FILE", description = "Read options from a file of option=value lines.")
    private @Nullable String config;

    @Option(names = "--print-config", description = "Print the options in force and end.")
    private boolean printConfig;

    /** True when more than one input is to be decoded. */
    boolean isSeveral() {
        return files.size() > 1;
    }

    /** The options on how input is taken. */
    InputOptions inputs() {
        return inputs;
    }

    /** Decodes all inputs into what {@code opening} opens; returns the exit code. */
    <T extends EventSink & Flushable & Closeable> int decode(Depth depth, Opening<T> opening) throws IOException {
        return decode(
                opening,
                target -> (sink, others, related, connection) ->
                        new Dissector(inputs.dissect(null, depth), sink, others, related),
                false);
    }

    /**
     * As above, with dissectors of the caller's.
     *
     * @param pacing whether connections of captures are to tell what held up their octets
     */
    <T extends EventSink & Flushable & Closeable> int decode(
            Opening<T> opening, Function<T, Decoding.Dissectors> dissectors, boolean pacing) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        if (printConfig) {
            printConfig();
            return ExitStatus.COMPLETE.code();
        }
        if (files.isEmpty()) {
            err.println("xenscope: " + spec.name() + ": no FILE given; - is standard input");
            return ExitStatus.UNUSABLE.code();
        }
        inputs.as(as);
        Stop stop = Stop.onSignal();
        try (T target = opening.open()) {
            stop.flushing(target::flush);
            ProgressDisplay display = ProgressDisplay.create(progress);
            Decoding decoding =
                    new Decoding(inputs, target, dissectors.apply(target), err, verbose, display, stop, pacing);
            ExitStatus status = decoding.all(files);
            target.flush();
            return status.code();
        } catch (IllegalArgumentException e) {
            err.println("xenscope: " + e.getMessage());
            return ExitStatus.UNUSABLE.code();
        } finally {
            stop.done();
        }
    }

    private void printConfig() {
        PrintWriter out = spec.commandLine().getOut();
        for (OptionSpec option : spec.options()) {
            Object value = option.getValue();
            boolean control = option.usageHelp()
                    || option.versionHelp()
                    || option.longestName().equals("--print-config");
            if (!control && value != null) {
                out.println(option.longestName().replaceFirst("^--", "") + "=" + text(value));
            }
        }
    }

    private static String text(Object value) {
        return value instanceof List<?> several
                ? several.stream().map(String::valueOf).collect(Collectors.joining(" "))
                : value.toString();
    }
}
