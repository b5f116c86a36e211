package io.xenscope.cli;

import io.xenscope.output.CatalogueEntry;
import io.xenscope.output.CatalogueEntry.Alias;
import io.xenscope.output.CatalogueEntry.Explained;
import io.xenscope.output.FindingCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The catalogue of findings as Markdown: a page for each id, and an index. */
final class CodePages {

    private static final String INDEX = "README.md";

    private final FindingCatalogue catalogue;

    CodePages(FindingCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** All pages by file name. */
    Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put(INDEX, index());
        for (FindingCatalogue.Group group : catalogue.groups()) {
            for (CatalogueEntry entry : group.entries()) {
                pages.put(file(entry.id()), page(group, entry));
            }
        }
        return pages;
    }

    /** Writes all pages into a folder, which is made when it is missing. */
    void writeTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, String> page : pages().entrySet()) {
            Files.writeString(folder.resolve(page.getKey()), page.getValue());
        }
    }

    private String index() {
        StringBuilder text = new StringBuilder(64 * 1024);
        text.append("# Findings\n\n");
        text.append("Written by `xenscope codes --markdown docs/codes`; edit the catalogue instead, in\n");
        text.append(
                "`output/src/main/resources/io/xenscope/output/codes`. The severity is the usual one; some findings\n");
        text.append("weigh less or more by circumstances, which their pages tell.\n");
        for (FindingCatalogue.Group group : catalogue.groups()) {
            text.append("\n## ").append(group.title()).append("\n\n| code | severity | what |\n|---|---|---|\n");
            for (CatalogueEntry entry : group.entries()) {
                CodeText code = CodeText.of(entry);
                text.append("| ").append(link(entry.id())).append(" | ").append(code.severity());
                text.append(" | ").append(cell(code.title())).append(" |\n");
            }
        }
        return text.toString();
    }

    private String page(FindingCatalogue.Group group, CatalogueEntry entry) {
        StringBuilder text = new StringBuilder(1024);
        CodeText code = CodeText.of(entry);
        text.append("# ").append(entry.id());
        FindingCatalogue.code(entry.id())
                .ifPresentOrElse(
                        raised -> text.append(": ")
                                .append(raised.title())
                                .append("\n\n**")
                                .append(code.severity())
                                .append("** (")
                                .append(CodeText.origin(raised))
                                .append(')'),
                        () -> text.append("\n\nNot raised"));
        text.append(". ")
                .append(group.title())
                .append("; [all codes](")
                .append(INDEX)
                .append(").\n");
        if (entry instanceof Explained explained) {
            section(text, "Condition", explained.condition());
            section(text, "Meaning", explained.meaning());
            section(text, "Receivers", explained.receivers());
            section(text, "What to do", explained.advice());
        } else if (entry instanceof Alias alias) {
            if (!alias.of().isEmpty()) {
                section(text, "Reported as", links(alias.of()));
            }
            if (alias.remark() != null) {
                section(text, "Remark", alias.remark());
            }
        }
        List<String> aliases = catalogue.aliasesOf(entry.id());
        if (!aliases.isEmpty()) {
            section(text, "Other ids", links(aliases));
        }
        return text.toString();
    }

    private static void section(StringBuilder text, String title, String body) {
        text.append("\n## ").append(title).append("\n\n").append(CodeText.wrapped(body, ""));
    }

    private static String links(List<String> ids) {
        return ids.stream().map(CodePages::link).collect(Collectors.joining(", "));
    }

    private static String link(String id) {
        return "[" + id + "](" + file(id) + ")";
    }

    private static String file(String id) {
        return id + ".md";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
