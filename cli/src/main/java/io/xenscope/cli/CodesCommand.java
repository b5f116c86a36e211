package io.xenscope.cli;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.output.CatalogueEntry;
import io.xenscope.output.CatalogueEntry.Alias;
import io.xenscope.output.CatalogueEntry.Explained;
import io.xenscope.output.CatalogueJson;
import io.xenscope.output.FindingCatalogue;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code xenscope codes}: what findings mean, what receivers do, and what to do about it. */
@Command(
        description = "List every finding code; with IDs, explain them.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        versionProvider = Version.class)
final class CodesCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Codes to explain, such as PGD-004.")
    private List<String> ids = List.of();

    /** For whom the codes are written. */
    enum Form {
        TEXT,
        JSON
    }

    @Option(
            names = "--format",
            paramLabel = "text|json",
            description = "For people, or everything about each code as a line of JSON. Default: text.")
    private Form format = Form.TEXT;

    @Option(
            names = "--markdown",
            paramLabel = "DIR",
            description = "Write a page for each code and an index into a folder instead.")
    private @Nullable Path markdown;

    @Override
    public Integer call() throws IOException {
        FindingCatalogue catalogue = FindingCatalogue.read();
        PrintWriter out = spec.commandLine().getOut();
        if (markdown != null) {
            new CodePages(catalogue).writeTo(markdown);
            return ExitStatus.COMPLETE.code();
        }
        if (ids.isEmpty()) {
            if (format == Form.JSON) {
                catalogue.ids().forEach(id -> json(catalogue, id, out));
            } else {
                list(catalogue, out);
            }
            return ExitStatus.COMPLETE.code();
        }
        return explain(catalogue, out).code();
    }

    private static void list(FindingCatalogue catalogue, PrintWriter out) {
        String gap = "";
        for (FindingCatalogue.Group group : catalogue.groups()) {
            out.print(gap);
            gap = System.lineSeparator();
            out.println(group.title());
            for (CatalogueEntry entry : group.entries()) {
                CodeText text = CodeText.of(entry);
                out.printf(Locale.ROOT, "%-22s %-6s %s%n", entry.id(), text.severity(), text.title());
            }
        }
    }

    private ExitStatus explain(FindingCatalogue catalogue, PrintWriter out) {
        ExitStatus status = ExitStatus.COMPLETE;
        Set<String> wanted = new LinkedHashSet<>();
        for (String given : ids) {
            String id = given.toUpperCase(Locale.ROOT).replace('_', '-');
            Optional<CatalogueEntry> entry = catalogue.find(id);
            if (entry.isEmpty()) {
                spec.commandLine()
                        .getErr()
                        .println("xenscope: codes: no code " + given + "; nearest: "
                                + String.join(", ", NearestIds.of(id, catalogue.ids())));
                status = ExitStatus.UNUSABLE;
                continue;
            }
            wanted.add(id);
            if (entry.get() instanceof Alias alias) {
                wanted.addAll(alias.of());
            }
        }
        if (format == Form.JSON) {
            wanted.forEach(id -> json(catalogue, id, out));
            return status;
        }
        String gap = "";
        for (String id : wanted) {
            out.print(gap);
            gap = System.lineSeparator();
            catalogue.find(id).ifPresent(entry -> print(catalogue, entry, out));
        }
        // The writer flushes whole lines that were printed as such, not the last paragraph.
        out.flush();
        return status;
    }

    private static void json(FindingCatalogue catalogue, String id, PrintWriter out) {
        catalogue.find(id).ifPresent(entry -> out.println(new CatalogueJson(catalogue).line(entry)));
    }

    private static void print(FindingCatalogue catalogue, CatalogueEntry entry, PrintWriter out) {
        CodeText text = CodeText.of(entry);
        Optional<FindingCode> code = FindingCatalogue.code(entry.id());
        out.println(entry.id() + "  " + (code.isEmpty() ? "" : text.severity() + "  ") + text.title());
        code.ifPresent(raised -> out.println(CodeText.origin(raised)));
        if (entry instanceof Explained explained) {
            paragraph(out, "Condition", explained.condition());
            paragraph(out, "Meaning", explained.meaning());
            paragraph(out, "Receivers", explained.receivers());
            paragraph(out, "What to do", explained.advice());
        } else if (entry instanceof Alias alias && alias.remark() != null) {
            paragraph(out, "Remark", alias.remark());
        }
        List<String> aliases = catalogue.aliasesOf(entry.id());
        if (!aliases.isEmpty()) {
            paragraph(out, "Other ids", String.join(", ", aliases));
        }
    }

    private static void paragraph(PrintWriter out, String name, String text) {
        out.println();
        out.println(name);
        out.print(CodeText.wrapped(text, "  "));
    }
}
