package io.xenscope.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code xenscope decode}: captures, images and raw streams to events. */
@Command(
        name = "decode",
        description = "Decode captures (pcap, pcapng), saved images and raw streams into events.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        versionProvider = Version.class)
final class DecodeCommand implements Callable<Integer> {

    @Mixin
    private EventOptions events = new EventOptions();

    @Mixin
    private FileOptions files = new FileOptions();

    @Override
    public Integer call() throws IOException {
        return files.decode(events.depth(), () -> events.open(new FileOutputStream(FileDescriptor.out)));
    }
}
