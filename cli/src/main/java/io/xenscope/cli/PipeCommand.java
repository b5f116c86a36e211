package io.xenscope.cli;

import io.xenscope.proxy.pipe.Pipe;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code xenscope pipe}: runs a command and dissects what passes through its standard input and output. */
@Command(
        description = "Run COMMAND, pass standard input and output through untouched, and dissect both directions:"
                + " xl migrate -s 'xenscope pipe --out file:F -- ssh' DOMAIN HOST",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        versionProvider = Version.class)
final class PipeCommand implements Callable<Integer> {

    /** What shells answer when a command cannot be run. */
    private static final int CANNOT_RUN = 127;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "COMMAND", arity = "1..*", description = "The command and its arguments, behind --.")
    private List<String> command = List.of();

    @Mixin
    private LiveOptions live = new LiveOptions();

    @Mixin
    private EventOptions events = new EventOptions();

    @Mixin
    private InputOptions inputs = new InputOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        if (events.isStandardOutput()) {
            err.println("xenscope: pipe: standard output belongs to the command; give --out, such as --out file:PATH");
            return ExitStatus.UNUSABLE.code();
        }
        LiveCounts counts = new LiveCounts(live.log(err));
        try (LiveTap tap = new LiveTap(live, events, inputs, counts)) {
            return run(tap, counts);
        } catch (IllegalArgumentException | IOException e) {
            counts.log().error(String.valueOf(e.getMessage()));
            return ExitStatus.UNUSABLE.code();
        }
    }

    private int run(LiveTap tap, LiveCounts counts) throws IOException, InterruptedException {
        tap.start();
        Pipe pipe;
        try {
            pipe = Pipe.start(
                    command,
                    new FileInputStream(FileDescriptor.in),
                    new FileOutputStream(FileDescriptor.out),
                    tap.tap(),
                    counts);
        } catch (IOException e) {
            counts.log().error(String.valueOf(e.getMessage()));
            return CANNOT_RUN;
        }
        int[] code = {ExitStatus.INTERNAL.code()};
        CountDownLatch over = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    pipe.terminate();
                    awaitQuietly(over);
                    Runtime.getRuntime().halt(code[0]);
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        code[0] = pipe.await();
        tap.finish();
        over.countDown();
        return code[0];
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
