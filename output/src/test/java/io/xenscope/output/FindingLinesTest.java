package io.xenscope.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.Layer;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.dissect.event.GapSeen;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.Origin;
import io.xenscope.dissect.event.Outcome;
import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.event.Totals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FindingLinesTest {

    private static final Origin STDIN = new Origin("m-3", null, null, null);

    private static List<String> lines(Severity least, Event... events) {
        return lines(least, false, events);
    }

    private static List<String> lines(Severity least, boolean coloured, Event... events) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (FindingLines lines = new FindingLines(octets, least, coloured)) {
            for (Event event : events) {
                lines.accept(event);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return octets.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static Event finding(Origin origin, Direction direction, long offset, Severity severity, String text) {
        return SampleEvents.event(
                origin,
                new Event.Place(direction, Layer.LIBXC, offset, 8),
                new ExpertInfo("PGD-004", "length does not fit", severity, text, "stream-v2.md 8.4", 3L));
    }

    private static Event gap(long missing) {
        return SampleEvents.event(
                STDIN,
                new Event.Place(Direction.FORWARD, Layer.LIBXC, 64, missing),
                new GapSeen(missing, GapCause.SNAPLEN, null, null, GapSeen.Resume.NONE, 0));
    }

    private static Event end(Outcome outcome, String reason, long missed, long notes, long warnings, long errors) {
        Totals totals = new Totals(
                64, null, 1, 0, 0, 0, 0, 0, 0, 0, null, missed, null, null, null, notes, warnings, errors, Map.of());
        return SampleEvents.event(STDIN, null, new MigrationEnd(SampleEvents.MIGRATION, totals, outcome, reason));
    }

    @Test
    void aLineNamesFileDirectionOffsetSeverityAndCode() {
        assertThat(lines(
                        Severity.NOTE,
                        finding(SampleEvents.FILE, Direction.FORWARD, 64, Severity.ERROR, "found 7"),
                        finding(STDIN, Direction.BACK, 54, Severity.NOTE, "found 8"),
                        finding(SampleEvents.WIRE, Direction.FORWARD, 1L << 33, Severity.WARN, "found 9")))
                .startsWith(
                        "/var/tmp/image.bin:64: error PGD-004 found 7",
                        "-:back:54: note PGD-004 found 8",
                        "-:8589934592: warn PGD-004 found 9 [192.0.2.1:40000 → 192.0.2.2:8002]")
                .hasSize(4);
    }

    @Test
    void textOfTheGuestCannotBreakALine() {
        assertThat(lines(
                        Severity.NOTE,
                        finding(STDIN, Direction.FORWARD, 0, Severity.NOTE, "key \u001b[2J\nx:1: error A")))
                .hasSize(2)
                .first()
                .isEqualTo("-:0: note PGD-004 key \\u001b[2J\\u000ax:1: error A");
    }

    @Test
    void coloursStandAroundSeverityCodeAndConnection() {
        assertThat(lines(
                        Severity.NOTE,
                        true,
                        finding(SampleEvents.WIRE, Direction.BACK, 54, Severity.ERROR, "key \u001b[2J"),
                        end(Outcome.TRUNCATED, "cut", 0, 0, 0, 1)))
                .containsExactly(
                        "-:back:54: \u001b[31merror\u001b[0m \u001b[1mPGD-004\u001b[0m key \\u001b[2J"
                                + " \u001b[2m[192.0.2.1:40000 → 192.0.2.2:8002]\u001b[0m",
                        "1 migration: \u001b[1;31mtruncated\u001b[0m (cut); \u001b[31m1 error\u001b[0m, 0 warnings, 0 notes");
    }

    @Test
    void lowerSeveritiesAreCountedOnly() {
        assertThat(lines(
                        Severity.WARN,
                        finding(STDIN, Direction.FORWARD, 0, Severity.NOTE, "a"),
                        finding(STDIN, Direction.FORWARD, 8, Severity.WARN, "b"),
                        end(Outcome.COMPLETE, "", 0, 1, 1, 0)))
                .containsExactly("-:8: warn PGD-004 b", "1 migration: complete; 0 errors, 1 warning, 1 note");
    }

    @Test
    void theSummaryTellsOutcomesGapsAndWhatWasLeftOut() {
        assertThat(lines(Severity.ERROR, gap(1), gap(1459), end(Outcome.TRUNCATED, "cut", 1460, 3, 0, 0)))
                .containsExactly("1 migration: truncated (cut); 0 errors, 0 warnings, 3 notes"
                        + " (3 more of the same were counted only); 2 gaps, 1460 octets missing");
        assertThat(lines(
                        Severity.NOTE,
                        end(Outcome.FAILED, "no ready", 0, 0, 0, 0),
                        end(Outcome.COMPLETE, "", 0, 0, 0, 0),
                        end(Outcome.COMPLETE, "", 0, 0, 0, 0)))
                .containsExactly("3 migrations: 2 complete, 1 failed; 0 errors, 0 warnings, 0 notes");
        assertThat(lines(Severity.NOTE)).containsExactly("0 migrations; 0 errors, 0 warnings, 0 notes");
    }
}
