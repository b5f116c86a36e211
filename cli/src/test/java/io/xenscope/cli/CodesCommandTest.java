package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.output.FindingCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The catalogue of findings, through the command and as pages. */
class CodesCommandTest {

    private static final Path PAGES = Samples.FOLDER.resolveSibling("docs").resolve("codes");

    @Test
    void listsEveryCodeWithSeverityAndTitle() {
        Command.Result result = Command.run("codes");
        assertThat(result.exit()).isZero();
        assertThat(result.lines())
                .contains("PAGE_DATA")
                .anyMatch(line -> line.matches("PGD-004 +error +length does not fit the entries"))
                .anyMatch(line -> line.matches("XL-001 +- +reported as XLH-002, XLH-003"));
        List<String> first =
                result.lines().stream().map(line -> line.split(" ")[0]).toList();
        assertThat(Arrays.stream(FindingCode.values()).map(FindingCode::id)).isSubsetOf(first);
    }

    @Test
    void explainsCodesHoweverTheyAreWritten() {
        Command.Result result = Command.run("codes", "pgd-004", "E10");
        assertThat(result.exit()).isZero();
        assertThat(result.out())
                .contains("PGD-004  error  length does not fit the entries")
                .contains("stream-v2.md 8.4; a receiver stops here")
                .contains("E10  error  batch count beyond 1024")
                .contains("or starts the last complete checkpoint")
                .contains("Condition", "Meaning", "Receivers", "What to do")
                .doesNotContain("@");
    }

    @Test
    void explainsAnAliasByWhatItIsReportedAs() {
        assertThat(Command.run("codes", "XL-001").out())
                .contains("XL-001  reported as XLH-002, XLH-003")
                .contains("XLH-002  error")
                .contains("Other ids")
                .contains("XLH-003  warn");
    }

    /** A line of JSON has all that the text has. */
    /** What is said about each id, in one line. */
    private static Map<String, String> texts(List<String> ids) {
        List<String> arguments = new ArrayList<>(List.of("codes"));
        arguments.addAll(ids);
        Map<String, StringBuilder> texts = new HashMap<>();
        String id = "";
        for (String line : Command.run(arguments.toArray(String[]::new)).lines()) {
            String first = line.split("  ", 2)[0];
            id = ids.contains(first) ? first : id;
            texts.computeIfAbsent(id, begun -> new StringBuilder()).append(line).append(' ');
        }
        return texts.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, text -> text.getValue().toString().replaceAll("\\s+", " ")));
    }

    @Test
    void jsonHasAllThatTheTextHas() {
        List<String> ids = FindingCatalogue.read().ids();
        Command.Result all = Command.run("codes", "--format", "json");
        assertThat(all.exit()).isZero();
        List<JsonNode> entries = Events.parse(all.out());
        assertThat(entries.stream().map(entry -> entry.get("id").asString())).isEqualTo(ids);
        Map<String, String> texts = texts(ids);
        for (JsonNode entry : entries) {
            String id = entry.get("id").asString();
            String text = texts.get(id);
            List<String> values = new ArrayList<>();
            entry.properties().stream()
                    .filter(member ->
                            member.getValue().isString() && !member.getKey().equals("group"))
                    .forEach(member -> values.add(member.getValue().asString()));
            entry.get("other_ids").forEach(other -> values.add(other.asString()));
            assertThat(values).allSatisfy(value -> assertThat(text).contains(value.replaceAll("\\s+", " ")));
            assertThat(entry.at("/stops_receiver").asBoolean(false))
                    .isEqualTo(text.contains("; a receiver stops here"));
            assertThat(entry.has("severity")).isEqualTo(entry.get("raised").asBoolean());
            assertThat(entry.has("condition")).isNotEqualTo(entry.has("reported_as"));
        }
    }

    @Test
    void jsonOfSome() {
        Command.Result result = Command.run("codes", "--format", "json", "XL-001", "nonsense");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(Events.parse(result.out()).stream()
                        .map(entry -> entry.get("id").asString()))
                .containsExactly("XL-001", "XLH-002", "XLH-003");
        assertThat(Events.parse(result.out()).get(0).get("reported_as")).hasSize(2);
    }

    @Test
    void anUnknownCodeIsWrongUsageAndGetsItsNeighbours() {
        Command.Result result = Command.run("codes", "PDG-004", "GEN-001");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("no code PDG-004; nearest: ").contains("PGD-004");
        assertThat(result.out()).contains("GEN-001");
    }

    @Test
    void distanceCountsWhatIsToBeChanged() {
        assertThat(NearestIds.distance("", "E10")).isEqualTo(3);
        assertThat(NearestIds.distance("PGD-004", "PGD-04")).isEqualTo(1);
        assertThat(NearestIds.distance("PDG-004", "PGD-004")).isEqualTo(2);
        assertThat(NearestIds.of("PGD-0004", List.of("E01", "PGD-005", "PGD-004")))
                .startsWith("PGD-004");
    }

    /** When this fails, run {@code ./xenscope codes --markdown docs/codes} and delete what it no longer writes. */
    @Test
    void pagesAreThoseOfTheCatalogue(@TempDir Path folder) throws IOException {
        assertThat(Xenscope.run("codes", "--markdown", folder.toString())).isZero();
        Map<String, String> pages = new CodePages(FindingCatalogue.read()).pages();
        try (Stream<Path> written = Files.list(folder);
                Stream<Path> kept = Files.list(PAGES)) {
            assertThat(written.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(pages.keySet());
            assertThat(kept.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(pages.keySet());
        }
        for (Map.Entry<String, String> page : pages.entrySet()) {
            assertThat(Files.readString(PAGES.resolve(page.getKey())))
                    .as(page.getKey())
                    .isEqualTo(page.getValue());
        }
    }
}
