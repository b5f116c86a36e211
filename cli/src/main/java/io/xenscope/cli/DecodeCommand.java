package io.xenscope.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code xenscope decode}: captures, images and raw streams to events. */
@Command(
        description = "Decode captures (pcap, pcapng), saved images and raw streams into events.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        versionProvider = Version.class)
final class DecodeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private EventOptions events = new EventOptions();

    @Mixin
    private FileOptions files = new FileOptions();

    @Override
    public Integer call() throws IOException {
        LiveCounts counts = new LiveCounts(LiveLog.plain(spec.commandLine().getErr()));
        long rate = files.inputs().limits().eventsPerSecond();
        return files.decode(events.depth(), () -> new EventOutput(events, Manner.DECODING, rate, counts).start());
    }
}
