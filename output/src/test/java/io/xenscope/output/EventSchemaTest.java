package io.xenscope.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EventSchemaTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            record        | "record":{                   | "records":{
            record        | "index":3                    | "index":-1
            record        | "index":3                    | "index":3,"extra":1
            record        | "count":2                    | "count":null
            record        | "offset":64,                 |
            record        | "layer":"libxc"              | "layer":"libxd"
            record        | "schema":"1.0"               | "schema":"2.0"
            record        | "xenscope.record"            | "xenscope.batch"
            record        | "action":"record"            | "action":"gap"
            record        | {"id":"m-1"}                 | {"id":"m-1","mode":"live"}
            batch         | "normal":5                   | "normal":0
            batch         | [0,3]                        | [0,3,4]
            round         | "kind":"live"                | "kind":"first"
            gap           | "cause":"snaplen"            | "cause":"unknown"
            warn          | "kind":"alert"               | "kind":"event"
            error         | "type":["error"]             | "type":["info"]
            note          | "rule":                      | "ruler":
            progress      | "progress":{                 | "offset":1,"progress":{
            migration.end | "outcome":"failover",        |
            migration.end | "mode":"remus",              |
            """)
    void schemaRefusesWhatTheContractForbids(String sample, String part, String replacement) {
        String line = Lines.encode(SampleEvents.all().get(sample));
        assertThat(line).contains(part);
        String broken = line.replaceFirst(
                Pattern.quote(part), Matcher.quoteReplacement(replacement == null ? "" : replacement));
        assertThat(Lines.violations(broken)).as(broken).isNotEmpty();
    }

    @Test
    void everyFieldHasAMeaningAndEveryNumberAUnit() {
        for (FieldList.Field field : FieldList.all()) {
            assertThat(field.meaning()).as(field.name()).isNotBlank().isNotEqualTo("null");
            if (field.type().startsWith("integer") || field.type().equals("number")) {
                assertThat(field.unit()).as(field.name()).isNotNull();
            }
        }
    }

    @Test
    void fieldListHasEveryMemberThatIsWritten() {
        List<String> names = FieldList.all().stream().map(FieldList.Field::name).toList();
        assertThat(names)
                .doesNotHaveDuplicates()
                .contains("@timestamp", "event.action", "xenscope.record.fields", "xenscope.totals.by_type.*.count");
        SampleEvents.all().values().forEach(event -> members("", JsonText.parse(Lines.encode(event)), names));
    }

    private static void members(String prefix, Object value, List<String> names) {
        if (value instanceof Map<?, ?> members && !prefix.equals("xenscope.record.fields.")) {
            members.forEach((name, member) -> {
                boolean free = prefix.equals("xenscope.totals.by_type.") || prefix.equals("xenscope.drop.reasons.");
                String path = prefix + (free ? "*" : name);
                assertThat(names).contains(path);
                members(path + ".", member, names);
            });
        }
    }

    @Test
    void fieldsOfClosedVocabulariesListTheirWords() {
        FieldList.Field ranges = field("xenscope.batch.pfn_ranges");
        assertThat(ranges.type()).isEqualTo("integer[][]");
        assertThat(ranges.unit()).isEqualTo("PFN");
        assertThat(field("xenscope.expert.severity").values()).containsExactly("note", "warn", "error");
        assertThat(field("event.category").values()).containsExactly("network");
        assertThat(field("xenscope.record.fields").type()).isEqualTo("object");
    }

    private static FieldList.Field field(String name) {
        return FieldList.all().stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
