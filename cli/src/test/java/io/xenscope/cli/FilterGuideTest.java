package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The queries of docs/guides/filters.md give the counts that stand below them. */
class FilterGuideTest {

    private static final Pattern QUERY = Pattern.compile(
            "^\\$ \\./xenscope decode --filter '([^']*)' \\\\\n +samples/(\\S+) \\| wc -l\n([0-9]+)$",
            Pattern.MULTILINE);

    /** A query of the guide. */
    record Query(String expression, String sample, int count) {}

    static List<Query> queries() throws IOException {
        String guide = Files.readString(Samples.FOLDER.resolveSibling("docs/guides/filters.md"));
        return QUERY.matcher(guide)
                .results()
                .map(found -> new Query(found.group(1), found.group(2), Integer.parseInt(found.group(3))))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("queries")
    void countsAsTheGuideSays(Query query, @TempDir Path folder) throws IOException {
        Path events = folder.resolve("events.ndjson");
        int exit = Xenscope.run(
                "decode",
                "--filter",
                query.expression(),
                "--out",
                "file:" + events,
                Samples.path(query.sample()).toString());
        assertThat(exit).isLessThan(ExitStatus.UNUSABLE.code());
        assertThat(Files.readAllLines(events)).hasSize(query.count());
    }

    @Test
    void noQueryIsLeftOut() throws IOException {
        String guide = Files.readString(Samples.FOLDER.resolveSibling("docs/guides/filters.md"));
        assertThat(queries()).hasSizeGreaterThanOrEqualTo(20).hasSize(guide.split("\n\\$ ", -1).length - 1);
        assertThat(queries()).allMatch(query -> query.count() > 0);
    }
}
