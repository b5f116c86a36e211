package io.xenscope.cli;

import io.xenscope.output.FieldList;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code xenscope fields}: every field of the events and how filters ask for it, tab-separated. */
@Command(
        description = {
            "List every field of the events, one a line, in columns set apart by tabs: name, type, meaning with unit and"
                    + " possible values, what --filter calls it, an expression that asks for it.",
            "Decoded fields (record.fields) differ by record type; 'decode' shows them."
        },
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
            out.println(String.join(
                    "\t",
                    field.name(),
                    field.type(),
                    field.meaning() + unit + values,
                    field.variable(),
                    field.example()));
        }
        return ExitStatus.COMPLETE.code();
    }
}
