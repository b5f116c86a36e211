package io.xenscope.cli;

import io.xenscope.output.FieldList;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code xenscope fields}: every field of the events, tab-separated: name, type, meaning. */
@Command(
        name = "fields",
        description = "List every field of the events with type and meaning.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class FieldsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        for (FieldList.Field field : FieldList.all()) {
            String unit = field.unit() == null ? "" : " [" + field.unit() + "]";
            String values = field.values().isEmpty() ? "" : " (" + String.join(", ", field.values()) + ")";
            out.println(field.name() + '\t' + field.type() + '\t' + field.meaning() + unit + values);
        }
        return ExitStatus.COMPLETE.code();
    }
}
