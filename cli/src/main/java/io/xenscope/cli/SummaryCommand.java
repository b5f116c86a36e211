package io.xenscope.cli;

import io.xenscope.capture.Lz4Pages;
import io.xenscope.dissect.DissectOptions.Depth;
import io.xenscope.dissect.analysis.Analysis;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.output.summary.SummaryText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code xenscope summary}: a report for people. */
@Command(
        name = "summary",
        description = {
            "Tell why a migration was slow, why it failed and what it cost: one screen for each migration of an input.",
            "Several inputs are compared, side by side. Every page is looked into, so this is slower than decode."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        versionProvider = Version.class)
final class SummaryCommand implements Callable<Integer> {

    @Mixin
    private FileOptions files = new FileOptions();

    @Override
    public Integer call() throws IOException {
        return files.decode(
                () -> new SummaryText(new FileOutputStream(FileDescriptor.out), files.isSeveral()),
                target -> dissectors(files.inputs(), target),
                true);
    }

    /** Dissectors whose migrations are reported to {@code target}. */
    static Decoding.Dissectors dissectors(InputOptions inputs, SummaryText target) {
        Lz4Pages compression = new Lz4Pages();
        return (events, others, related, connection) -> {
            Analysis analysis = new Analysis(compression, connection == null ? null : connection.way(), target::report);
            EventSink both = event -> {
                analysis.accept(event);
                events.accept(event);
            };
            return new Dissector(inputs.dissect(analysis.pages(), Depth.VALUES), both, others, related);
        };
    }
}
