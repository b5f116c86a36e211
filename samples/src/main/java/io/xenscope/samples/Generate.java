package io.xenscope.samples;

import io.xenscope.samples.carrier.CarrierSample;
import io.xenscope.samples.grammar.RecordListener;
import io.xenscope.samples.grammar.TruthTable;
import io.xenscope.samples.packet.TcpTransport;
import io.xenscope.samples.scenario.BothTransports;
import io.xenscope.samples.scenario.Migration;
import io.xenscope.samples.scenario.Scenario;
import io.xenscope.samples.scenario.StreamTransport;
import io.xenscope.samples.scenario.Transport;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Command line of the generator. Exit codes: 0 written, 1 output failed, 2 wrong options. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = false,
        subcommands = Mutants.class,
        sortOptions = false,
        description = "Writes a synthetic Xen migration stream, a capture of it, and the table of its records.")
public final class Generate implements Callable<Integer> {
    @Spec
    @Nullable
    CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Show this text.")
    boolean help;

    @Option(names = "--out", description = "Write the forward direction to this file (- for standard output).")
    @Nullable
    String out;

    @Option(names = "--back", description = "Write the back direction to this file.")
    @Nullable
    String back;

    @Option(names = "--truth", description = "Write the table of headers and records of the forward direction.")
    @Nullable
    Path truth;

    @Option(
            names = "--carrier",
            description = "Write a small conversation of this carrier instead, on its port: ${COMPLETION-CANDIDATES}.")
    @Nullable
    CarrierSample carrier;

    @Mixin
    GuestOptions guest = new GuestOptions();

    @Mixin
    CaptureOptions capture = new CaptureOptions();

    /** Runs the generator and ends the process. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Generate())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("generate: " + failure.getMessage());
                    return 1;
                });
    }

    @Override
    public Integer call() throws IOException {
        if (out == null && back == null && truth == null && capture.pcap == null) {
            throw new ParameterException(command(), "give at least one of --out, --back, --truth, --pcap");
        }
        CarrierSample sample = carrier;
        Play play = sample != null ? sample::play : play(scenario());
        if (sample != null) {
            capture.port = sample.port();
            capture.end = sample.end();
        }
        if (truth == null) {
            write(play, RecordListener.NONE);
            return 0;
        }
        try (TruthTable table = new TruthTable(Files.newBufferedWriter(truth, StandardCharsets.UTF_8))) {
            write(play, table);
        }
        return 0;
    }

    /** Writes both directions of something. */
    @FunctionalInterface
    private interface Play {
        void write(Transport transport, RecordListener listener) throws IOException;
    }

    private static Play play(Scenario scenario) {
        return (transport, listener) -> new Migration(scenario, transport, listener).run();
    }

    private Scenario scenario() {
        try {
            return guest.scenario();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command(), e.getMessage(), e);
        }
    }

    private CommandLine command() {
        return spec != null ? spec.commandLine() : new CommandLine(this);
    }

    private void write(Play play, RecordListener listener) throws IOException {
        try (Transport transport = transport()) {
            play.write(transport, listener);
        }
    }

    private Transport transport() throws IOException {
        String pcap = capture.pcap;
        if (pcap == null) {
            return new StreamTransport(open(out), open(back));
        }
        Transport packets = new TcpTransport(ChannelOutput.open(pcap), capture.options(pcap));
        if (out == null && back == null) {
            return packets;
        }
        return new BothTransports(new StreamTransport(open(out), open(back)), packets);
    }

    private static OutputStream open(@Nullable String name) throws IOException {
        return name == null ? OutputStream.nullOutputStream() : ChannelOutput.open(name);
    }
}
