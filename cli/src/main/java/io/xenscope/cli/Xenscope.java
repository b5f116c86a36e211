package io.xenscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The {@code xenscope} command. */
@Command(
        name = "xenscope",
        description = "Reads Xen migration streams: what is on the wire, record by record, as JSON.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Every option can also be set as XENSCOPE_OPTION_NAME in the environment or as option-name=value in a file"
                    + " given with --config.",
            "Exit codes: 0 complete, 1 a migration is incomplete or has errors, 2 unusable input or usage, 70 our fault."
        })
public final class Xenscope implements Callable<Integer> {

    private static final List<Map.Entry<String, Class<?>>> SUBCOMMANDS = List.of(
            Map.entry("decode", DecodeCommand.class),
            Map.entry("summary", SummaryCommand.class),
            Map.entry("verify", VerifyCommand.class),
            Map.entry("memory", MemoryCommand.class),
            Map.entry("capture", CaptureCommand.class),
            Map.entry("proxy", ProxyCommand.class),
            Map.entry("pipe", PipeCommand.class),
            Map.entry("interfaces", InterfacesCommand.class),
            Map.entry("schema", SchemaCommand.class),
            Map.entry("fields", FieldsCommand.class),
            Map.entry("codes", CodesCommand.class),
            Map.entry("formats", FormatsCommand.class));

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        // Otherwise the option parser looks for classes of Groovy, in every jar.
        System.setProperty("picocli.disable.closures", "true");
        System.exit(run(args));
    }

    /** Runs the command; returns its exit code. */
    static int run(String... args) {
        CommandLine command = command(args.length == 0 ? "" : args[0]);
        try {
            command.setDefaultValueProvider(Settings.of(args, System.getenv()));
        } catch (IllegalArgumentException e) {
            command.getErr().println("xenscope: " + e.getMessage());
            return ExitStatus.UNUSABLE.code();
        }
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.setParameterExceptionHandler(new WrongUsage());
        command.setExecutionExceptionHandler(new OwnFault());
        return command.execute(args);
    }

    /** The command with the subcommand that the first argument names; with all of them where it names none, to tell of them. */
    static CommandLine command(String first) {
        CommandLine command = new CommandLine(new Xenscope());
        boolean named = SUBCOMMANDS.stream().anyMatch(entry -> entry.getKey().equals(first));
        for (Map.Entry<String, Class<?>> entry : SUBCOMMANDS) {
            if (!named || entry.getKey().equals(first)) {
                command.addSubcommand(entry.getKey(), entry.getValue());
            }
        }
        return command;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return ExitStatus.COMPLETE.code();
    }

    // Classes of their own: the class archive takes no lambda of a type as old as the option parser's (docs/adr/0011).

    private static final class WrongUsage implements IParameterExceptionHandler {
        @Override
        public int handleParseException(ParameterException problem, String[] args) {
            CommandLine line = problem.getCommandLine();
            line.getErr().println("xenscope: " + problem.getMessage());
            line.getErr().println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
            return ExitStatus.UNUSABLE.code();
        }
    }

    private static final class OwnFault implements IExecutionExceptionHandler {
        @Override
        public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
            PrintWriter err = line.getErr();
            if (failure instanceof UncheckedIOException || failure instanceof IOException) {
                String message = String.valueOf(failure.getMessage());
                if (message.contains("Broken pipe")) {
                    // A reader that went away, as head does, is no fault worth a message.
                    return ExitStatus.BROKEN_PIPE.code();
                }
                err.println("xenscope: cannot write: " + message);
                return ExitStatus.UNUSABLE.code();
            }
            err.println("xenscope: internal fault, please report it:");
            failure.printStackTrace(err);
            err.flush();
            return ExitStatus.INTERNAL.code();
        }
    }
}
