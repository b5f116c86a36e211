package io.xenscope.cli;

import io.xenscope.output.summary.ReportSink;
import io.xenscope.output.summary.SummaryPage;
import io.xenscope.output.summary.SummaryText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What {@code xenscope summary} writes, without a process for each input. */
final class SummaryTexts {

    private SummaryTexts() {}

    /** The summary of samples, named as in their folder. */
    static String of(List<String> samples) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        decode(samples, new SummaryText(out, samples.size() > 1));
        return text(out);
    }

    /** The page of samples, named as in their folder. */
    static String page(List<String> samples) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        decode(samples, new SummaryPage(out));
        return text(out);
    }

    private static String text(ByteArrayOutputStream out) {
        return out.toString(StandardCharsets.UTF_8).replace(Samples.FOLDER + "/", "");
    }

    /** Reports samples to {@code target} and closes it. */
    static void decode(List<String> samples, ReportSink target) throws IOException {
        InputOptions options = new InputOptions();
        Stop stop = Stop.onSignal();
        new Decoding(
                        options,
                        target,
                        SummaryCommand.dissectors(options, target),
                        new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                        false,
                        ProgressDisplay.create(false),
                        stop,
                        true)
                .all(samples.stream().map(name -> Samples.path(name).toString()).toList());
        stop.done();
        target.close();
    }
}
