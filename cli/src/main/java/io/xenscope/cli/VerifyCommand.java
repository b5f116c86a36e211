package io.xenscope.cli;

import io.xenscope.dissect.DissectOptions.Depth;
import io.xenscope.dissect.event.Severity;
import io.xenscope.output.FindingLines;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code xenscope verify}: what is wrong with captures, images and raw streams, for eyes and scripts. */
@Command(
        description = {
            "Tell what is wrong with captures, saved images and raw streams: one line for each finding,"
                    + " 'file:offset: severity code text' ('back:' before an offset in the back direction), and a"
                    + " summary line.",
            "What receivers of the stream trip over is judged; with --state-findings also whether a hypervisor would"
                    + " take the guest's state, which is not asked by default because streams of test rigs have none"
                    + " that is real. 'xenscope codes CODE' explains a code."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        versionProvider = Version.class)
final class VerifyCommand implements Callable<Integer> {

    @Option(
            names = "--severity",
            paramLabel = "LEAST",
            defaultValue = "note",
            description = "Lowest severity that gets a line: note, warn or error. All are counted in the summary, and"
                    + " the exit code does not depend on it. Default: ${DEFAULT-VALUE}.")
    private Severity severity = Severity.NOTE;

    @Mixin
    private ColorOption color = new ColorOption();

    @Mixin
    private FileOptions files = new FileOptions();

    @Override
    public Integer call() throws IOException {
        return files.decode(
                Depth.VALUES,
                () -> new FindingLines(new FileOutputStream(FileDescriptor.out), severity, color.wanted(true)));
    }
}
