package io.xenscope.cli;

import io.xenscope.output.EventSchema;
import io.xenscope.output.IndexTemplate;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code xenscope schema}: the JSON Schema of the events, and index templates made out of it. */
@Command(
        description = "Print the JSON Schema (2020-12) of the events.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class SchemaCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--index-template",
            paramLabel = "ENGINE",
            description = "Print an index template for elasticsearch or opensearch instead.")
    private IndexTemplate.@Nullable Engine engine;

    @Override
    public Integer call() {
        String text = engine == null ? EventSchema.text() : IndexTemplate.text(engine);
        spec.commandLine().getOut().println(text.stripTrailing());
        return ExitStatus.COMPLETE.code();
    }
}
