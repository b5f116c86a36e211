package io.xenscope.output;

import static io.xenscope.output.SampleEvents.field;
import static io.xenscope.output.SampleEvents.leaf;
import static io.xenscope.output.SampleEvents.number;
import static io.xenscope.output.SampleEvents.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.output.OutputOptions.Detail;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RecordFieldsTest {
    private static String fields(Event event, OutputOptions options) {
        String line = Lines.encode(event, options);
        int at = line.indexOf(",\"fields\":");
        return at < 0 ? "" : line.substring(at + 10, line.length() - 3);
    }

    private static String fields(Event event) {
        return fields(event, Lines.OPTIONS);
    }

    private static final Event EVENT = record(
            field("marker", new Value.Leaf(new Data.Hex(-1), 64, 8, "all ones")),
            field("live", new Data.Flag(true)),
            field("name", new Data.Text("a\"b\u0001")),
            field("config", new Data.Secret("hunter2")),
            field("vcpu", new Fields(List.of(field("id", number(0)), field("key", new Data.Secret("hunter2"))))),
            field("list", new Value.Items(List.of(leaf(number(1)), leaf(number(2))), 2)),
            field("keys", new Value.Items(List.of(leaf(new Data.Secret("hunter2"))), 1)));

    @Test
    void plainFieldsHideGuestText() {
        assertThat(fields(EVENT))
                .isEqualTo("{\"marker\":\"0xffffffffffffffff\",\"live\":true,\"name\":\"a\\\"b\\u0001\","
                        + "\"vcpu\":{\"id\":0},\"list\":[1,2]}");
        assertThat(Lines.encode(EVENT, Lines.OPTIONS.withDetail(Detail.FULL))).doesNotContain("hunter2");
    }

    @Test
    void guestTextIsShownWhenAskedFor() {
        assertThat(fields(EVENT, Lines.OPTIONS.withShowConfig(true)))
                .isEqualTo("{\"marker\":\"0xffffffffffffffff\",\"live\":true,\"name\":\"a\\\"b\\u0001\","
                        + "\"config\":\"hunter2\",\"vcpu\":{\"id\":0,\"key\":\"hunter2\"},\"list\":[1,2],"
                        + "\"keys\":[\"hunter2\"]}");
    }

    @Test
    void summaryLeavesFieldsOut() {
        assertThat(Lines.encode(EVENT, Lines.OPTIONS.withDetail(Detail.SUMMARY)))
                .endsWith("\"body_length\":24}}}");
    }

    @Test
    void fullDetailTellsPlaceAndMeaning() {
        Event event = record(
                field("marker", new Value.Leaf(new Data.Hex(255), 64, 8, "all ones")),
                field("list", new Value.Items(List.of(leaf(number(1))), 1)));
        assertThat(fields(event, Lines.OPTIONS.withDetail(Detail.FULL)))
                .isEqualTo("{\"marker\":{\"value\":\"0xff\",\"offset\":64,\"length\":8,\"text\":\"all ones\"},"
                        + "\"list\":[{\"value\":1,\"offset\":72,\"length\":8}]}");
    }

    private static final Event REGISTERS = record(
            field(
                    "cr0",
                    new Value.Leaf(
                            new Data.Hex(0x11),
                            64,
                            8,
                            "PE ET",
                            List.of(
                                    new Value.Bits("PE", 0, 1, 1, null),
                                    new Value.Bits("mode", 8, 3, 2, "fixed"),
                                    new Value.Bits("other", 0, 64, -1, null)))),
            field("rax", new Data.Guarded(new Data.Hex(77))),
            field("xmm", new Value.Items(List.of(leaf(new Data.Guarded(new Data.Text("c0ffee")))), 1)));

    @Test
    void bitFieldsStandBesideTheirValue() {
        assertThat(fields(REGISTERS, Lines.OPTIONS.withDetail(Detail.FULL)))
                .isEqualTo("{\"cr0\":{\"value\":\"0x11\",\"offset\":64,\"length\":8,\"text\":\"PE ET\",\"bits\":{"
                        + "\"PE\":{\"value\":1,\"lsb\":0,\"width\":1},"
                        + "\"mode\":{\"value\":2,\"lsb\":8,\"width\":3,\"text\":\"fixed\"},"
                        + "\"other\":{\"value\":\"0xffffffffffffffff\",\"lsb\":0,\"width\":64}}}}");
        assertThat(fields(REGISTERS)).isEqualTo("{\"cr0\":\"0x11\"}");
    }

    @Test
    void octetsOfTheGuestAreShownWhenAskedFor() {
        assertThat(fields(REGISTERS, Lines.OPTIONS.withShowBytes(true)))
                .isEqualTo("{\"cr0\":\"0x11\",\"rax\":\"0x4d\",\"xmm\":[\"c0ffee\"]}");
        assertThat(fields(REGISTERS, Lines.OPTIONS.withShowConfig(true))).isEqualTo("{\"cr0\":\"0x11\"}");
        assertThat(fields(EVENT, Lines.OPTIONS.withShowBytes(true))).doesNotContain("hunter2");
    }

    @Test
    void arrayOfWhichOnlyTheHeadWasKept() {
        Event event = record(field("list", new Value.Items(List.of(leaf(number(1))), 9)), field("z", number(3)));
        assertThat(fields(event)).isEqualTo("{\"list\":[1],\"list_total\":9,\"z\":3},\"truncated\":true");
        Value nested = new Value.Items(List.of(new Value.Items(List.of(leaf(number(1))), 2)), 1);
        assertThat(fields(record(field("list", nested)))).isEqualTo("{\"list\":[[1]]},\"truncated\":true");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-5, -5",
        "9007199254740992, 9007199254740992",
        "9007199254740993, \"0x20000000000001\"",
        "-9007199254740992, -9007199254740992",
        "-9007199254740993, \"0xffdfffffffffffff\"",
        "9223372036854775807, \"0x7fffffffffffffff\"",
        "-9223372036854775808, \"0x8000000000000000\""
    })
    void numbersBeyondExactnessBecomeHexText(long value, String expected) {
        assertThat(fields(record(field("n", number(value))))).isEqualTo("{\"n\":" + expected + "}");
    }

    @ParameterizedTest
    @CsvSource({"0, 0x0", "15, 0xf", "16, 0x10", "-1, 0xffffffffffffffff", "1311768467463790320, 0x123456789abcdef0"})
    void hexHasNoPadding(long value, String expected) {
        assertThat(fields(record(field("n", new Data.Hex(value))))).isEqualTo("{\"n\":\"" + expected + "\"}");
    }

    @Test
    void halfSurrogatesAreReplacedAndPairsKept() {
        Event event = record(field("s", new Data.Text("\uD83D\uDE00 \uD83D x \uDE00")), field("\uD83D", number(1)));
        assertThat(fields(event)).isEqualTo("{\"s\":\"\uD83D\uDE00 \uFFFD x \uFFFD\",\"\uFFFD\":1}");
    }

    @Test
    void fieldsTooDeepAreLeftOut() {
        Value value = leaf(number(1));
        for (int i = 0; i < 2000; i++) {
            value = i % 2 == 0 ? new Fields(List.of(field("a", value))) : new Value.Items(List.of(value), 1);
        }
        String line = Lines.encode(record(field("deep", value), field("after", number(2))));
        assertThat(line).contains("\"after\":2").endsWith("},\"truncated\":true}}}");
    }
}
