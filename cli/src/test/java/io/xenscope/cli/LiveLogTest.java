package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.proxy.tap.ConnectionId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Messages of live commands are lines, and JSON where that is asked for. */
class LiveLogTest {

    private static final ConnectionId CONNECTION = new ConnectionId(7, "10.0.0.1:40000", "10.0.0.2:8002");

    private static String said(LiveLog.Form form, Consumer<LiveLog> occasion) {
        StringWriter lines = new StringWriter();
        Clock clock = Clock.fixed(Instant.parse("2026-01-02T03:04:05.678901Z"), ZoneOffset.UTC);
        occasion.accept(new LiveLog(new PrintWriter(lines), form, false, clock));
        return lines.toString();
    }

    @Test
    void textTellsTimeLevelConnectionAndCode() {
        assertThat(said(
                        LiveLog.Form.TEXT,
                        log -> log.finding(FindingCode.NET_UPSTREAM_FAIL, CONNECTION, "cannot connect: no", Map.of())))
                .isEqualTo("xenscope: 2026-01-02T03:04:05.678Z error #7 10.0.0.1:40000 -> 10.0.0.2:8002: "
                        + "NET-UPSTREAM-FAIL cannot connect: no\n");
        assertThat(said(LiveLog.Form.TEXT, log -> log.info("listening")))
                .isEqualTo("xenscope: 2026-01-02T03:04:05.678Z info listening\n");
    }

    @Test
    void jsonTellsTheSameInFields() {
        String line = said(
                LiveLog.Form.JSON,
                log -> log.say(
                        LiveLog.Level.WARN, CONNECTION, "NET-SPOOF-FAIL", "\"no\"", Map.of("client.bytes", 12L)));
        assertThat(line)
                .isEqualTo("{\"@timestamp\":\"2026-01-02T03:04:05.678Z\",\"log.level\":\"warn\","
                        + "\"message\":\"\\\"no\\\"\",\"rule.id\":\"NET-SPOOF-FAIL\",\"xenscope.connection.id\":7,"
                        + "\"client.address\":\"10.0.0.1:40000\",\"server.address\":\"10.0.0.2:8002\","
                        + "\"client.bytes\":12}\n");
    }

    @Test
    void aMessageOfSeveralLinesStaysOneLine() {
        for (LiveLog.Form form : LiveLog.Form.values()) {
            assertThat(said(form, log -> log.warn("first\nsecond\r\nthird"))).hasLineCount(1);
        }
    }
}
