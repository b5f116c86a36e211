package io.xenscope.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.Layer;
import io.xenscope.dissect.event.Event;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EventFilterTest {
    private static String matches(Predicate<Event> filter) {
        return SampleEvents.all().entrySet().stream()
                .filter(sample -> filter.test(sample.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            event.action == "batch" && xenscope.batch.zero_pages > 100          ; batch
            has(xenscope.record) && xenscope.record.type == "HVM_PARAMS"        ; record
            xenscope.?record.?type.orValue("") == "PAGE_DATA"                   ; batch
            action == "record"                                                  ; record
            action in ["gap", "progress"]                                       ; gap progress
            action.startsWith("migration.")                                     ; migration.start migration.end
            record.type.matches("^COMP.*")                                      ; compressed
            record.fields.count == 2                                            ; record
            record.?fields.?handle == optional.of("0xabcdef")                   ; record
            batch.pages >= 3                                                    ; batch compressed
            batch.pfn_ranges.exists(r, r[0] <= 11 && 11 <= r[1])                ; batch
            size(batch.pfn_ranges) == 1 && batch.data == "compressed"           ; compressed
            round.bytes_per_s > 1000                                            ; round
            round.pages_per_s == 10                                             ; round
            compressed.ratio > 2.9 && compressed.ratio < 3                      ; compressed
            checkpoint.epoch == 2                                               ; checkpoint
            gap.cause == "snaplen" || expert.severity == "error"            ; gap error
            expert.severity != "note"                                           ; warn error
            "error" in event.type                                               ; error pipeline.drop
            migration.toolstack == "xend" && outcome == "failover"              ; migration.end
            totals.by_type["PAGE_DATA"].count == 2                              ; migration.end
            layer == "libxc" && direction == "forward" && offset < 65 && action == "gap" ; gap
            !has(record.type) && has(checkpoint.ratio)                          ; checkpoint
            rule.id == "PGD-004" && time > "2023-11-14T22" && expert.record_index == 3 ; note warn error
            drop.reasons.queue_full > 1                                         ; pipeline.drop
            network.protocol == "xen-migration"                                 ;
            record.no_such_member == 1                                          ;
            action == 1                                                         ;
            """)
    void expressionsSelectEvents(String expression, String expected) {
        Predicate<Event> filter = EventFilter.compile(expression);
        assertThat(matches(filter)).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void addressesAndLabelsCanBeAskedFor() {
        Event event = SampleEvents.event(
                SampleEvents.WIRE,
                new Event.Place(Direction.BACK, Layer.XL, 0, 54),
                SampleEvents.all().get("record").body());
        OutputOptions options = Lines.OPTIONS.withLabels(Map.of("site", "north"));
        String expression = "source.ip == '192.0.2.1' && destination.port == 8002 && network.type == 'ipv4'"
                + " && labels.site == 'north' && direction == 'back' && length == 54 && migration.id == 'm-2'"
                + " && !has(file.path) && observer.type == 'sniffer' && message.contains('message')";
        assertThat(EventFilter.compile(expression, options).test(event)).isTrue();
        assertThat(EventFilter.compile("labels.site == 'north'").test(event)).isFalse();
    }

    @Test
    void detailDoesNotChangeWhatExpressionsSee() {
        for (OutputOptions.Detail detail : OutputOptions.Detail.values()) {
            Predicate<Event> filter = EventFilter.compile("record.fields.count == 2", Lines.OPTIONS.withDetail(detail));
            assertThat(matches(filter)).isEqualTo("record");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            action ==                       ; line 1, column 10: mismatched input
            foo == 1                        ; line 1, column 1: undeclared reference to 'foo'
            1 + 2                           ; the expression gives int, not true or false
            "batch"                         ; the expression gives string, not true or false
            size(record)                    ; the expression gives int
            has(record)                     ; line 1, column 4: invalid argument to has() macro
            1 == 'a'                        ; line 1, column 3: found no matching overload
            record.type.startsWith('A'      ; line 1, column 27: missing ')'
            action == "x" & layer == "y"    ; line 1, column 15: token recognition error
            """)
    void wrongExpressionsTellWhereAndWhy(String expression, String reason) {
        assertThatThrownBy(() -> EventFilter.compile(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("filter: ")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void emptyExpressionsAreWrong(String expression) {
        assertThatThrownBy(() -> EventFilter.compile(expression)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void mapAndLineSayTheSame() {
        for (Event event : List.copyOf(SampleEvents.all().values())) {
            MapTree tree = new MapTree();
            new EventWriter(Lines.OPTIONS).write(tree, event, Cut.nothing());
            assertThat(tree.root()).isEqualTo(JsonText.parse(Lines.encode(event)));
        }
    }
}
