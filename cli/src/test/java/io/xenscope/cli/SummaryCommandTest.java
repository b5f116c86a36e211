package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code xenscope summary} as a shell sees it, and against what senders logged. */
class SummaryCommandTest {

    private static final String ABORTED = "captures/xen417-migrate-lan-abort-then-ok.pcap.xz";
    private static final String REMUS = "captures/xen417-remus-lan-pvh.recv.pcapng.xz";
    private static final String NETEM = "captures/xen417-migrate-lan-netem.recv.pcapng.xz";

    private static List<String> cells(String text, String kind) {
        return text.lines()
                .filter(line -> line.matches(" +\\d+  " + kind + ".*"))
                .map(line -> line.trim().split(" +")[2])
                .toList();
    }

    /** The sender's debug log says: iteration 1: 404, 2: 403, 3: 404, 4: 403, 5 (suspended): 404, then 405 a checkpoint. */
    @Test
    void roundsAreThoseTheSenderLogged() {
        Command.Result result = Command.run("summary", REMUS);
        assertThat(result.exit()).isEqualTo(1);
        List<String> live = cells(result.out(), "live");
        assertThat(live.subList(1, live.size())).containsExactly("404", "403", "404", "403");
        assertThat(cells(result.out(), "final")).containsExactly("404");
        assertThat(result.lines().stream().filter(line -> line.contains("    405  1.66 MB")))
                .hasSize(9);
        assertThat(result.out()).contains("likely: failover to checkpoint 10: the sender or the network to it died");
    }

    @Test
    void anAbortedMigrationNamesWhoWentAway() {
        Command.Result result = Command.run("summary", ABORTED);
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out())
                .contains("the sender's stream ends inside PAGE_DATA, offset 20646556")
                .contains("the receiver reset the connection first")
                .contains("the receiver had said: BANNER (54 octets)")
                .contains("likely: the receiving side went away while the sender still sent");
        assertThat(Pattern.compile("^Why it ended$", Pattern.MULTILINE)
                        .matcher(result.out())
                        .results())
                .as("the second migration is complete")
                .hasSize(1);
    }

    /**
     * The receiver's first RST by tshark: 04:27:17.989552; the sender's socat logged "Connection reset by peer" at 04:27:18, the
     * only time in any of the logs.
     */
    @Test
    void anAbortIsToldWithTheTimeThatPacketsAndTheSendersLogTell() {
        String text = Command.run("summary", ABORTED).out();
        MatchResult began = only("average, from (\\S+Z)\n\n[\\s\\S]*?the receiver reset", text);
        MatchResult reset = only("the receiver reset the connection first, (\\d+\\.\\d{3}) s after", text);
        Instant told = Instant.parse(began.group(1))
                .plusMillis(new BigDecimal(reset.group(1)).movePointRight(3).longValueExact());
        assertThat(Duration.between(told, Instant.parse("2026-11-23T04:27:17.989552Z"))
                        .abs())
                .as("both are told in milliseconds")
                .isLessThan(Duration.ofMillis(2));
    }

    private static MatchResult only(String expression, String text) {
        List<MatchResult> found =
                Pattern.compile(expression).matcher(text).results().toList();
        assertThat(found).as(expression).hasSize(1);
        return found.get(0);
    }

    /** The sender's log says: p2m generation count changed. Migration aborted. */
    @Test
    void aSenderThatGaveUpIsSaidToHaveChangedItsP2m() {
        Command.Result result = Command.run("summary", "images/pv64-p2mgen-abort-4.13.bin.xz");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out().replaceAll("\\s+", " "))
                .contains("the sender's stream ends behind PAGE_DATA, offset 9390280")
                .contains(
                        "likely: the sender gave up between two records while it sent memory, as it does when a PV guest"
                                + " changes its P2M structure");
    }

    @Test
    void aBadNetworkIsNamed() {
        assertThat(Command.run("summary", NETEM).lines()).anyMatch(line -> line.matches("  0  live .*  network \\d+%"));
    }

    @Test
    void imagesHaveNoTimesAndSoNoneAreTold() {
        Command.Result result = Command.run("summary", "images/xen417-pv-tiny-save.xl.img.xz");
        assertThat(result.exit()).isZero();
        assertThat(result.out())
                .contains("the input has no times")
                .doesNotContain("/s")
                .doesNotContain("Downtime");
    }

    @Test
    void unusableInputsExitWithTwoAndTheOthersAreStillTold(@TempDir Path folder) throws Exception {
        Path notes = Files.writeString(folder.resolve("notes.txt"), "nothing of interest");
        Command.Result result = Command.run("summary", notes.toString(), "images/xen417-pv-tiny-save.xl.img.xz");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("notes.txt: offset 0: expected a capture or a migration stream");
        assertThat(result.out()).startsWith("(1) images/xen417-pv-tiny-save.xl.img.xz: complete");
        assertThat(Command.run("summary").exit()).isEqualTo(2);
    }
}
