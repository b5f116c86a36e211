package io.xenscope.cli;

import io.xenscope.dissect.DissectOptions.Depth;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.output.memory.ElfCore;
import io.xenscope.output.memory.GuestMemory;
import io.xenscope.output.memory.MemoryCollector;
import io.xenscope.output.memory.MemoryForm;
import io.xenscope.output.memory.MemoryPoint;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code xenscope memory}: the guest's memory as a stream carries it. */
@Command(
        description = "Give out guest memory as the stream carries it: what the receiver holds at a point.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        versionProvider = Version.class)
final class MemoryCommand implements Callable<Integer> {

    private static final int PAGE = 4096;

    /** Layouts of a memory file. */
    enum Layout {
        RAW,
        SPARSE,
        ELF
    }

    /** What to give out. */
    static final class Wanted {
        @Option(names = "--hashes", required = true, description = "Lines of PFN, tab, SHA-256, ascending.")
        private boolean hashes;

        @Option(names = "--pfn", required = true, paramLabel = "N", description = "The 4096 octets of one page.")
        private @Nullable Long pfn;

        @Option(names = "--out", required = true, paramLabel = "FILE", description = "All pages, into a file.")
        private @Nullable String out;
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "Capture, image or raw stream; - is standard input.")
    private String file = "-";

    @Option(
            names = "--at",
            paramLabel = "POINT",
            defaultValue = "end",
            description = "end, checkpoint:N (from 1), round:N (from 0) or offset:X. Default: ${DEFAULT-VALUE}.")
    private String at = "end";

    @ArgGroup(multiplicity = "1")
    private Wanted wanted = new Wanted();

    @Option(
            names = "--as",
            paramLabel = "LAYOUT",
            defaultValue = "sparse",
            description = "Of the file of --out: raw, sparse (holes where nothing is held) or elf. Default:"
                    + " ${DEFAULT-VALUE}.")
    private Layout layout = Layout.SPARSE;

    @Option(
            names = "--migration",
            paramLabel = "N",
            defaultValue = "1",
            description = "Which migration of a capture, in order of appearance. Default: ${DEFAULT-VALUE}.")
    private int migration = 1;

    @Mixin
    private InputOptions inputs = new InputOptions();

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        try (WantedMigration chosen = new WantedMigration(migration)) {
            MemoryPoint point = MemoryPoint.parse(at);
            Stop stop = Stop.onSignal();
            try {
                Decoding decoding = new Decoding(
                        inputs,
                        event -> {},
                        (events, others, related, connection) -> {
                            MemoryCollector collector = new MemoryCollector(point);
                            EventSink both = event -> {
                                chosen.accept(event, collector);
                                events.accept(event);
                            };
                            return new Dissector(inputs.dissect(collector, Depth.FRAMING), both, others, related);
                        },
                        err,
                        false,
                        ProgressDisplay.create(null),
                        stop,
                        false);
                ExitStatus status = decoding.all(List.of(file));
                return giveOut(chosen, status, err).code();
            } finally {
                stop.done();
            }
        } catch (IllegalArgumentException e) {
            err.println("xenscope: " + file + ": " + e.getMessage());
            return ExitStatus.UNUSABLE.code();
        }
    }

    private ExitStatus giveOut(WantedMigration chosen, ExitStatus status, PrintWriter err) throws IOException {
        int seen = chosen.seen();
        if (seen == 0) {
            return status.worse(ExitStatus.UNUSABLE);
        }
        MemoryCollector collector = chosen.collector();
        if (collector == null) {
            err.println("xenscope: " + file + ": no migration " + migration + "; there are " + seen);
            return ExitStatus.UNUSABLE;
        }
        GuestMemory memory = collector.memory();
        if (wanted.hashes) {
            OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
            MemoryForm.hashes(memory, out);
            out.flush();
        } else if (wanted.pfn != null) {
            return page(memory, wanted.pfn, err).worse(status);
        } else if (wanted.out != null) {
            file(memory, wanted.out);
        }
        return status;
    }

    private ExitStatus page(GuestMemory memory, long pfn, PrintWriter err) throws IOException {
        if (!memory.holds(pfn)) {
            err.println("xenscope: " + file + ": PFN " + pfn + " is not held with data at " + at);
            return ExitStatus.UNUSABLE;
        }
        byte[] page = new byte[PAGE];
        memory.read(pfn, page);
        try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
            out.write(page);
        }
        return ExitStatus.COMPLETE;
    }

    private void file(GuestMemory memory, String target) throws IOException {
        Path path = Path.of(target);
        switch (layout) {
            case RAW -> {
                try (OutputStream out =
                        target.equals("-") ? new FileOutputStream(FileDescriptor.out) : Files.newOutputStream(path)) {
                    MemoryForm.raw(memory, out);
                }
            }
            case SPARSE -> MemoryForm.sparse(memory, path);
            case ELF -> ElfCore.write(memory, path);
        }
    }
}
