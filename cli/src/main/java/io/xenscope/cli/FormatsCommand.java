package io.xenscope.cli;

import io.xenscope.dissect.detect.Format;
import io.xenscope.dissect.detect.OtherProtocol;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code xenscope formats}: what can be decoded. */
@Command(
        description = "List the input formats and carriers that are recognised.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class FormatsCommand implements Callable<Integer> {

    private static final String ROW = "%-16s %-8s %s%n";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Streams, files and carriers (names for --as and --decode-as):");
        for (Format format : Format.values()) {
            out.printf(ROW, format.label(), format.direction().text(), format.description());
        }
        out.println();
        out.println("Told by name, not looked into:");
        for (OtherProtocol other : OtherProtocol.values()) {
            out.printf(ROW, other.label(), "", other.description());
        }
        out.println();
        out.println("Captures:");
        out.printf(ROW, "pcap", "", "microseconds and nanoseconds, both byte orders, \"modified\" headers");
        out.printf(ROW, "pcapng", "", "any number of sections and interfaces");
        out.println();
        out.println(
                "Inside connections of xapi-http: zstd; PROXY lines (versions 1 and 2) and FRAME prefixes in front.");
        out.println();
        out.println("Opened transparently, also inside each other: gzip, xz, zstd, LZ4 frames, bzip2.");
        return ExitStatus.COMPLETE.code();
    }
}
