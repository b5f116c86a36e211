package io.xenscope.cli;

import io.xenscope.output.delivery.Delivery;
import io.xenscope.output.delivery.DestinationOptions;
import io.xenscope.output.delivery.Rotation;
import io.xenscope.output.delivery.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How events wait for where they go, and how they are kept there. */
final class DeliveryOptions {

    private static final String AUTHORIZATION = "XENSCOPE_SINK_AUTHORIZATION";
    private static final int LONGEST_NAME = 60;
    private static final Duration LOCAL_RETRY = Duration.ofMillis(500);

    @Option(
            names = "--spool",
            paramLabel = "DIR",
            description = "Where events wait when a target is slow or gone and memory fills up, and from one run to the"
                    + " next. Default: in memory only.")
    private @Nullable Path spool;

    @Option(
            names = "--spool-max",
            paramLabel = "SIZE",
            defaultValue = "1g",
            converter = LiveOptions.Size.class,
            description = "Octets of events that may wait on disk, for each target. Default: ${DEFAULT-VALUE}.")
    private long spoolMax = 1L << 30;

    @Option(
            names = "--spool-memory",
            paramLabel = "SIZE",
            defaultValue = "16m",
            converter = LiveOptions.Size.class,
            description = "Octets of events that may wait in memory, for each target. Default: ${DEFAULT-VALUE}.")
    private long spoolMemory = 16L << 20;

    @Option(
            names = "--out-rotate",
            paramLabel = "SIZE",
            defaultValue = "0",
            converter = LiveOptions.Size.class,
            description = "Put a file of events aside before it grows longer. Default: never.")
    private long rotate;

    @Option(
            names = "--out-rotate-every",
            paramLabel = "SECONDS",
            description = "Put a file of events aside when it was begun so long ago. Default: never.")
    private @Nullable Long rotateSeconds;

    @Option(
            names = "--out-keep",
            paramLabel = "N",
            defaultValue = "0",
            description = "Delete older files of events that were put aside. Default: all are kept.")
    private int keep;

    @Option(
            names = "--sink-ca",
            paramLabel = "FILE",
            description = "PEM file of the certificates that servers events go to are believed by. Default: those Java"
                    + " trusts.")
    private @Nullable Path authorities;

    /** How lines wait for this target. */
    Delivery.Waiting waiting(Target target, Manner manner) {
        Delivery.Waiting waiting = Delivery.Waiting.inMemory(spoolMemory);
        if (spool != null) {
            waiting = waiting.on(spool.resolve(folderName(target.toString())), spoolMax);
        }
        if (target.isStandardOutput() || target.isFile()) {
            waiting = waiting.retrying(LOCAL_RETRY, LOCAL_RETRY);
        }
        return manner.isPatient() ? waiting.patient(manner.giveUp()) : waiting;
    }

    private static String folderName(String target) {
        CRC32 sum = new CRC32();
        sum.update(target.getBytes(StandardCharsets.UTF_8));
        String readable = target.replaceAll("[^A-Za-z0-9.-]+", "_");
        return readable.substring(0, Math.min(LONGEST_NAME, readable.length()))
                + String.format("-%08x", sum.getValue());
    }

    /** What is the same for all targets. */
    DestinationOptions destinations(Manner manner, @Nullable String hostname, Map<String, String> environment) {
        Duration age = rotateSeconds == null ? null : Duration.ofSeconds(rotateSeconds);
        return new DestinationOptions(
                manner.isLive(),
                new Rotation(rotate, age, keep),
                authorities,
                environment.get(AUTHORIZATION),
                hostname,
                Clock.systemUTC());
    }
}
