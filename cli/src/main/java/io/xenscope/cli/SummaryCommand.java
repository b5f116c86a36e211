package io.xenscope.cli;

import io.xenscope.capture.Lz4Pages;
import io.xenscope.dissect.DissectOptions.Depth;
import io.xenscope.dissect.analysis.Analysis;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.output.summary.ReportSink;
import io.xenscope.output.summary.ReportSinks;
import io.xenscope.output.summary.SummaryPage;
import io.xenscope.output.summary.SummaryText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code xenscope summary}: a report for people. */
@Command(
        description = {
            "Tell why a migration was slow, why it failed and what it cost: one screen for each migration of an input.",
            "Several inputs are compared, side by side. Every page is looked into, so this is slower than decode.",
            "With --html the same goes onto one page, with charts, that loads nothing from anywhere."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        versionProvider = Version.class)
final class SummaryCommand implements Callable<Integer> {

    @Mixin
    private FileOptions files = new FileOptions();

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write a page with charts, for all inputs, too; - is standard output, without the text then.")
    private @Nullable String html;

    @Override
    public Integer call() throws IOException {
        return files.decode(this::open, target -> dissectors(files.inputs(), target), true);
    }

    private ReportSink open() throws IOException {
        String page = html;
        if ("-".equals(page)) {
            return new SummaryPage(new FileOutputStream(FileDescriptor.out));
        }
        // Opened first, so that a name that cannot be written to is told before anything is read.
        ReportSink written = page == null ? null : new SummaryPage(Files.newOutputStream(Path.of(page)));
        ReportSink text = new SummaryText(new FileOutputStream(FileDescriptor.out), files.isSeveral());
        return written == null ? text : new ReportSinks(text, written);
    }

    /** Dissectors whose migrations are reported to {@code target}. */
    static Decoding.Dissectors dissectors(InputOptions inputs, ReportSink target) {
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
