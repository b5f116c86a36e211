package io.xenscope.cli;

import io.xenscope.capture.CaptureDrops;
import io.xenscope.capture.CaptureException;
import io.xenscope.capture.CaptureNotice;
import io.xenscope.capture.CaptureSummary;
import io.xenscope.capture.LiveCapture;
import io.xenscope.capture.PcapngWriter;
import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.input.Dissector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code xenscope capture}: dissects what passes an interface, without touching it. */
@Command(
        description = "Capture packets on an interface through libpcap and dissect the migrations among them.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        versionProvider = Version.class)
final class CaptureCommand implements Callable<Integer> {

    private static final long FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-i", "--interface"},
            paramLabel = "IFACE",
            required = true,
            description = "Where to capture (see 'xenscope interfaces'); any for all interfaces.")
    private String device = "";

    @Option(
            names = {"-f", "--capture-filter"},
            paramLabel = "BPF",
            defaultValue = "tcp",
            description = "Packets to take, such as 'tcp port 8002'. Default: ${DEFAULT-VALUE}.")
    private String filter = "tcp";

    @Option(
            names = {"-w", "--write"},
            paramLabel = "FILE",
            description = "Keep the packets taken as pcapng.")
    private @Nullable Path file;

    @Mixin
    private RotationOptions rotation = new RotationOptions();

    @Option(names = "--duration", paramLabel = "SECONDS", description = "End after so long. Default: when told to.")
    private @Nullable Long seconds;

    @Option(names = "--count", paramLabel = "PACKETS", description = "End after so many packets.")
    private long count = Long.MAX_VALUE;

    @Option(
            names = "--snaplen",
            paramLabel = "OCTETS",
            defaultValue = "262144",
            description = "Octets taken of a packet. Default: ${DEFAULT-VALUE}.")
    private int snapLength;

    @Option(
            names = "--buffer",
            paramLabel = "SIZE",
            defaultValue = "64m",
            converter = LiveOptions.Size.class,
            description = "What the system may keep before packets are lost. Default: ${DEFAULT-VALUE}.")
    private long buffer;

    @Option(names = "--promiscuous", description = "Take packets meant for other hosts, as on a mirror port.")
    private boolean promiscuous;

    @Mixin
    private LogOptions log = new LogOptions();

    @Mixin
    private EventOptions events = new EventOptions();

    @Mixin
    private InputOptions inputs = new InputOptions();

    private long flushed = System.nanoTime();

    @Override
    public Integer call() throws IOException {
        LiveLog messages = log.open(spec.commandLine().getErr());
        Stop stop = Stop.onSignal();
        ExitStatus status = ExitStatus.UNUSABLE;
        try {
            status = capture(stop, messages);
            return status.code();
        } catch (IllegalArgumentException | CaptureException e) {
            messages.error(String.valueOf(e.getMessage()));
            return status.code();
        } finally {
            stop.done(status);
        }
    }

    private ExitStatus capture(Stop stop, LiveLog messages) throws IOException {
        LiveCounts counts = new LiveCounts(messages);
        try (LiveCapture capture = LiveCapture.open(
                        device, filter, snapLength, (int) Math.min(buffer, Integer.MAX_VALUE), promiscuous);
                EventOutput target = new EventOutput(
                                events, Manner.CAPTURING, inputs.limits().eventsPerSecond(), counts)
                        .start();
                PcapngWriter writer =
                        file == null ? null : new PcapngWriter(rotation.files(file), "xenscope " + Version.number())) {
            stop.flushing(target::flush);
            target.reopenFilesOnHangup();
            return run(capture, target, writer, stop, counts);
        }
    }

    private ExitStatus run(
            LiveCapture capture, EventOutput target, @Nullable PcapngWriter writer, Stop stop, LiveCounts counts)
            throws IOException {
        LiveLog messages = counts.log();
        OutcomeWatch watch = new OutcomeWatch(target);
        Dissector dissector = new Dissector(inputs.dissect(null, events.depth()), watch, watch::other);
        DropEvents drops = new DropEvents(event -> {
            watch.accept(event);
            return true;
        });
        messages.info("capturing on " + device);
        long end = seconds == null ? Long.MAX_VALUE : System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        CaptureSummary summary = capture.run(
                connection -> inputs.open(dissector, null, connection),
                inputs.limits().captures(),
                notice -> tell(notice, messages),
                writer,
                count,
                () -> {
                    between(capture, target, writer, drops, counts);
                    return !stop.isAsked() && (seconds == null || System.nanoTime() - end < 0);
                });
        tellDrops(capture, drops, counts);
        target.flush();
        messages.info(summary.packets() + " packets, " + summary.connections() + " TCP connections, "
                + watch.migrations() + " migrations, " + summary.osDrops() + " packets lost");
        return watch.status();
    }

    private void between(
            LiveCapture capture,
            EventOutput target,
            @Nullable PcapngWriter writer,
            DropEvents drops,
            LiveCounts counts) {
        if (System.nanoTime() - flushed < FLUSH_NANOS) {
            return;
        }
        flushed = System.nanoTime();
        try {
            tellDrops(capture, drops, counts);
            target.flush();
            if (writer != null) {
                writer.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void tellDrops(LiveCapture capture, DropEvents drops, LiveCounts counts) throws IOException {
        CaptureDrops lost = capture.drops();
        Map<String, Long> reasons = counts.eventsDropped();
        long events = reasons.values().stream().mapToLong(Long::longValue).sum();
        reasons.put("packets_system", lost.bySystem());
        reasons.put("packets_interface", lost.byInterface());
        drops.tell(reasons, events, 0);
    }

    private void tell(CaptureNotice notice, LiveLog messages) {
        if (messages.isVerbose() || notice.severity() != Severity.NOTE) {
            messages.say(LiveLog.Level.of(notice.severity()), null, notice.code(), notice.text(), Map.of());
        }
    }
}
