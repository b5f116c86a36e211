package io.xenscope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.finding.FindingCode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is told to whoever takes the octets (carriers specification 9.2). */
class FlowConditionsTest {

    private static final String MUCH = "x".repeat(60_000);

    private static Talk numbered(int first) {
        return new Talk(first, 2001).open();
    }

    @Test
    void onlyOneDirection() {
        Talk talk = new Talk();
        for (int i = 0; i < 18; i++) {
            talk.client(i * 60_000L, MUCH);
        }
        assertThat(talk.read().codes()).contains("CAP-ONEWAY");
        Talk both = new Talk().open();
        for (int i = 0; i < 18; i++) {
            both.client(i * 60_000L, MUCH).serverAck((i + 1) * 60_000L);
        }
        assertThat(both.read().codes()).isEmpty();
    }

    @Test
    void noChecksumIsRight() {
        Talk talk = new Talk().open().offload();
        for (int i = 0; i < 8; i++) {
            talk.client(i, "x").serverAck(i + 1);
        }
        assertThat(talk.read().first().found).containsExactly("CAP-OFFLOAD@7");
        Talk one = new Talk().open().client(0, "x").offload();
        for (int i = 1; i < 20; i++) {
            one.client(i, "x").serverAck(i + 1);
        }
        assertThat(one.read().codes()).isEmpty();
    }

    @Test
    void windowClosedForLong() {
        Talk talk = new Talk().open().client(0, "abc").windows(false).serverAck(3);
        assertThat(talk.pause(2_000_000_000L)
                        .windows(true)
                        .serverAck(3)
                        .client(3, "d")
                        .read()
                        .first()
                        .found)
                .containsExactly("CAP-ZEROWIN@3");
        Talk brief = new Talk().open().client(0, "abc").windows(false).serverAck(3);
        assertThat(brief.pause(500_000_000L)
                        .windows(true)
                        .serverAck(3)
                        .client(3, "d")
                        .read()
                        .codes())
                .isEmpty();
    }

    @Test
    void sequenceNumbersWrap() {
        assertThat(numbered(-3)
                        .client(0, "ab")
                        .client(2, "cdef")
                        .client(6, "g")
                        .read()
                        .first()
                        .found)
                .containsExactly("CAP-WRAP@6");
        assertThat(numbered(-3).client(0, "ab").read().codes()).isEmpty();
    }

    @Test
    void countsComeRightBeforeTheEnd() {
        Recorder recorder = new Talk()
                .open()
                .client(0, "abc")
                .client(0, "abc")
                .client(5, "fg")
                .client(3, "de")
                .serverAck(7)
                .read();
        assertThat(recorder.first().found).containsExactly("CAP-RETRANS@7", "CAP-OOO@7");
        assertThat(recorder.first().texts.get(0)).startsWith("1 segments repeat");
    }

    /** The whole capture concerns the connections that are under way. */
    @Test
    void damageIsToldInOpenConnections() {
        byte[] capture = new Talk().open().client(0, "abc").octets();
        Recorder cut = Recorder.read(Arrays.copyOf(capture, capture.length - 1));
        assertThat(cut.codes()).containsExactly("CAP-PARTIAL");
        Recorder later = Recorder.read(Arrays.copyOf(
                new Talk().open().client(0, "abc").client(3, "d").octets(),
                new Talk().open().client(0, "abc").client(3, "d").octets().length - 1));
        assertThat(later.first().found).containsExactly("CAP-PARTIAL@3");
        assertThat(later.notices).extracting(CaptureNotice::code).containsExactly("CAP-PARTIAL");
    }

    /** Whatever the code says of the way of the octets is one of the catalogue, with its severity. */
    @Test
    void conditionsAreOfTheCatalogue() {
        Set<FindingCode> codes = new HashSet<>();
        for (FlowCondition condition : FlowCondition.values()) {
            assertThat(condition.code.spec()).isIn("carriers.md 9.2", "docs/guides/limits.md");
            assertThat(codes.add(condition.code)).isTrue();
        }
        assertThat(List.copyOf(codes)).doesNotContain(FindingCode.CAP_GAP, FindingCode.CAP_RST);
    }
}
