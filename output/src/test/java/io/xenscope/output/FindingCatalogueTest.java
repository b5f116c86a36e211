package io.xenscope.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.output.CatalogueEntry.Alias;
import io.xenscope.output.CatalogueEntry.Explained;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The catalogue says something about every id, and nothing twice. */
class FindingCatalogueTest {

    /** Longer texts are not read. */
    private static final int LONGEST = 420;

    private final FindingCatalogue catalogue = FindingCatalogue.read();

    private Stream<CatalogueEntry> entries() {
        return catalogue.groups().stream().flatMap(group -> group.entries().stream());
    }

    private static List<String> lines(String resource) throws IOException {
        try (InputStream in = FindingCatalogueTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    /** Ids by the table that defines them. */
    private static Map<String, List<String>> specification() throws IOException {
        Map<String, List<String>> tables = new LinkedHashMap<>();
        for (String line : lines("specification-ids.tsv")) {
            String[] columns = line.split("\t");
            tables.put(columns[0], List.of(columns[1].split(" ")));
        }
        return tables;
    }

    @Test
    void everyCodeIsExplained() {
        assertThat(Arrays.stream(FindingCode.values()).map(FindingCode::id))
                .allSatisfy(id -> assertThat(catalogue.find(id)).as(id).containsInstanceOf(Explained.class));
    }

    @Test
    void everyIdOfTheSpecificationIsThere() throws IOException {
        assertThat(specification().values().stream().flatMap(List::stream)).isSubsetOf(catalogue.ids());
    }

    @Test
    void codesNameTheTableThatDefinesThem() throws IOException {
        specification()
                .forEach((table, ids) -> assertThat(ids.stream().flatMap(id -> FindingCatalogue.code(id).stream()))
                        .allSatisfy(
                                code -> assertThat(code.spec()).as(code.id()).isEqualTo(table)));
    }

    /** Only what cannot be known, or not yet; an id that becomes a code leaves the list. */
    @Test
    void whatIsNotRaisedIsListed() throws IOException {
        List<String> unraised = entries()
                .filter(entry -> entry instanceof Explained)
                .map(CatalogueEntry::id)
                .filter(id -> FindingCatalogue.code(id).isEmpty())
                .toList();
        assertThat(unraised).containsExactlyElementsOf(lines("not-raised.txt"));
    }

    @Test
    void aliasesLeadToExplanationsAndAreNotRaisedThemselves() {
        assertThat(entries()).filteredOn(entry -> entry instanceof Alias).allSatisfy(entry -> {
            Alias alias = (Alias) entry;
            assertThat(FindingCatalogue.code(alias.id())).as(alias.id()).isEmpty();
            assertThat(alias.of())
                    .allSatisfy(
                            id -> assertThat(catalogue.find(id)).as(alias.id()).containsInstanceOf(Explained.class));
            assertThat(alias.of().isEmpty() && alias.remark() == null)
                    .as(alias.id())
                    .isFalse();
            assertThat(alias.of())
                    .allSatisfy(id -> assertThat(catalogue.aliasesOf(id)).contains(alias.id()));
        });
    }

    @Test
    void textsAreSentencesOfReadableLength() {
        assertThat(entries())
                .filteredOn(entry -> entry instanceof Explained)
                .extracting(entry -> (Explained) entry)
                .allSatisfy(entry -> assertThat(
                                List.of(entry.condition(), entry.meaning(), entry.receivers(), entry.advice()))
                        .as(entry.id())
                        .allMatch(text -> text.endsWith(".") && text.length() > 4 && text.length() <= LONGEST)
                        .noneMatch(text -> text.contains("  ") || text.startsWith("@")));
    }

    @Test
    void titlesAreNotRepeatedAsConditions() {
        assertThat(Arrays.stream(FindingCode.values()))
                .noneMatch(code -> catalogue.find(code.id()).orElseThrow() instanceof Explained entry
                        && entry.condition().equals(code.title()));
    }
}
