package io.xenscope.cli;

import io.xenscope.output.EventSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code xenscope schema}: the JSON Schema of the events. */
@Command(
        name = "schema",
        description = "Print the JSON Schema (2020-12) of the events.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class SchemaCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(EventSchema.text().stripTrailing());
        return ExitStatus.COMPLETE.code();
    }
}
