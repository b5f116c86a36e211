package io.xenscope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The rows of the table in carriers specification 8.5 rule 7: old octets are 'o', new ones 'n'. */
class OverlapTest {

    private static final String BEFORE = "..........";

    /** [0,10) delivered, [20,30) waiting, then the new segment, then what fills the holes. */
    private static Recorder third(int from, int to, int fillFrom, int fillTo) {
        return new Talk()
                .open()
                .client(0, BEFORE)
                .client(20, "o".repeat(10))
                .client(from, "n".repeat(to - from))
                .client(fillFrom, "f".repeat(fillTo - fillFrom))
                .read();
    }

    private static void conflict(Recorder recorder) {
        assertThat(recorder.codes()).contains("CAP-OVERLAP-DIFF");
        assertThat(recorder.summary.overlapConflicts()).isEqualTo(1);
        assertThat(recorder.first().gaps).isEmpty();
    }

    @Test
    void sameRangeKeepsTheOld() {
        Recorder recorder = third(20, 30, 10, 20);
        assertThat(recorder.first().text()).isEqualTo(BEFORE + "f".repeat(10) + "o".repeat(10));
        conflict(recorder);
    }

    @Test
    void insideKeepsTheOld() {
        Recorder recorder = third(22, 28, 10, 20);
        assertThat(recorder.first().text()).isEqualTo(BEFORE + "f".repeat(10) + "o".repeat(10));
        conflict(recorder);
    }

    @Test
    void coveringFromTheLeftTakesTheNew() {
        Recorder recorder = third(18, 32, 10, 18);
        assertThat(recorder.first().text()).isEqualTo(BEFORE + "f".repeat(8) + "n".repeat(14));
        conflict(recorder);
    }

    @Test
    void sameStartAndLongerTakesTheNew() {
        Recorder recorder = third(20, 35, 10, 20);
        assertThat(recorder.first().text()).isEqualTo(BEFORE + "f".repeat(10) + "n".repeat(15));
        conflict(recorder);
    }

    @Test
    void rightOverlapKeepsTheOldAndAddsTheNew() {
        Recorder recorder = third(25, 35, 10, 20);
        assertThat(recorder.first().text()).isEqualTo(BEFORE + "f".repeat(10) + "o".repeat(10) + "n".repeat(5));
        conflict(recorder);
    }

    @Test
    void leftOverlapTakesTheNewUpToItsEnd() {
        Recorder recorder = third(15, 25, 10, 15);
        assertThat(recorder.first().text()).isEqualTo(BEFORE + "f".repeat(5) + "n".repeat(10) + "o".repeat(5));
        conflict(recorder);
    }

    @Test
    void fillInOrderWinsOverPartOfTheQueue() {
        Recorder recorder = new Talk()
                .open()
                .client(0, BEFORE)
                .client(20, "o".repeat(10))
                .client(10, "n".repeat(15))
                .read();
        assertThat(recorder.first().text()).isEqualTo(BEFORE + "n".repeat(15) + "o".repeat(5));
        conflict(recorder);
    }

    @Test
    void fillInOrderWinsOverAllOfTheQueue() {
        Recorder recorder = new Talk()
                .open()
                .client(0, BEFORE)
                .client(20, "o".repeat(10))
                .client(10, "n".repeat(20))
                .read();
        assertThat(recorder.first().text()).isEqualTo(BEFORE + "n".repeat(20));
        conflict(recorder);
    }

    @Test
    void deliveredOctetsNeverChange() {
        Recorder recorder =
                new Talk().open().client(0, BEFORE).client(5, "n".repeat(10)).read();
        assertThat(recorder.first().text()).isEqualTo(BEFORE + "n".repeat(5));
        assertThat(recorder.summary.retransmitted()).isEqualTo(1);
    }

    @Test
    void equalContentIsNoConflict() {
        Recorder recorder = new Talk()
                .open()
                .client(2, "cdef")
                .client(1, "bcdefg")
                .client(0, "ab")
                .read();
        assertThat(recorder.first().text()).isEqualTo("abcdefg");
        assertThat(recorder.summary.overlapConflicts()).isZero();
        assertThat(recorder.codes()).doesNotContain("CAP-OVERLAP-DIFF");
    }

    @Test
    void newSegmentOverSeveralPieces() {
        Recorder recorder = new Talk()
                .open()
                .client(4, "oo")
                .client(8, "oo")
                .client(12, "oo")
                .client(3, "nnnnnnnnnn")
                .client(0, "...")
                .read();
        // The last piece starts later, but only its first octet is covered.
        assertThat(recorder.first().text()).isEqualTo("...nnnnnnnnnno");
        assertThat(recorder.summary.overlapConflicts()).isEqualTo(3);
    }

    @Test
    void intactCopyReplacesDamagedOne() {
        byte[] none = new byte[0];
        Recorder recorder = new Talk()
                .open()
                .send(true, 20, "o".repeat(10), Frames.ACK, 0, none, true)
                .client(20, "n".repeat(10))
                .client(0, "f".repeat(20))
                .read();
        assertThat(recorder.first().text()).isEqualTo("f".repeat(20) + "n".repeat(10));
        assertThat(recorder.codes()).contains("CAP-OVERLAP-DIFF", "CAP-BADCSUM");
    }

    @Test
    void damagedCopyDoesNotWinBySpecificRule() {
        byte[] none = new byte[0];
        Recorder recorder = new Talk()
                .open()
                .client(20, "o".repeat(10))
                .send(true, 18, "n".repeat(14), Frames.ACK, 0, none, true)
                .client(0, "f".repeat(18))
                .read();
        assertThat(recorder.first().text()).isEqualTo("f".repeat(18) + "nn" + "o".repeat(10) + "nn");
    }

    @Test
    void checksumsThatAreAllInvalidDecideNothing() {
        byte[] none = new byte[0];
        Recorder recorder = new Talk()
                .open()
                .send(true, 20, "o".repeat(10), Frames.ACK, 0, none, true)
                .send(true, 20, "n".repeat(10), Frames.ACK, 0, none, true)
                .client(0, "f".repeat(20))
                .read();
        assertThat(recorder.first().text()).isEqualTo("f".repeat(20) + "o".repeat(10));
        assertThat(recorder.codes()).doesNotContain("CAP-BADCSUM");
    }
}
