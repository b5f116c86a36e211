package io.xenscope.output.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.EventBody;
import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.dissect.event.Origin;
import io.xenscope.dissect.event.PipelineDrop;
import io.xenscope.dissect.event.Progress;
import io.xenscope.dissect.event.Severity;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventRateTest {

    private static final Origin ORIGIN = new Origin("0".repeat(32), null, null, null);

    private long now;

    private static Event event(EventBody body) {
        return new Event(ORIGIN, "0".repeat(32), 0, 0, null, "m", body);
    }

    private static Event finding(Severity severity) {
        return event(new ExpertInfo("GEN-001", "t", severity, "x", "s", null));
    }

    private static Event detail() {
        return event(new Progress(1, 0, 0, 0, 0));
    }

    private static int admitted(EventRate rate, Event event, int times) {
        int count = 0;
        for (int i = 0; i < times; i++) {
            count += rate.admits(event) ? 1 : 0;
        }
        return count;
    }

    @Test
    void detailGoesFirst() {
        EventRate rate = new EventRate(100, () -> now);
        assertThat(admitted(rate, detail(), 200)).isEqualTo(75);
        assertThat(admitted(rate, finding(Severity.WARN), 200)).isEqualTo(25);
        assertThat(admitted(rate, detail(), 1)).isZero();
    }

    @Test
    void whatIsEssentialAlwaysPasses() {
        EventRate rate = new EventRate(1, () -> now);
        assertThat(admitted(rate, finding(Severity.ERROR), 50)).isEqualTo(50);
        assertThat(admitted(rate, event(new PipelineDrop(1, 0, Map.of())), 50)).isEqualTo(50);
        assertThat(admitted(rate, finding(Severity.WARN), 1)).isZero();
    }

    @Test
    void everySecondBeginsAnew() {
        EventRate rate = new EventRate(8, () -> now);
        assertThat(admitted(rate, detail(), 10)).isEqualTo(6);
        now = 999_999_999;
        assertThat(admitted(rate, detail(), 10)).isZero();
        now = 1_000_000_000;
        assertThat(admitted(rate, detail(), 10)).isEqualTo(6);
    }

    @Test
    void withoutALimitAllPass() {
        EventRate rate = new EventRate(Long.MAX_VALUE, () -> now);
        assertThat(admitted(rate, detail(), 1000)).isEqualTo(1000);
    }
}
