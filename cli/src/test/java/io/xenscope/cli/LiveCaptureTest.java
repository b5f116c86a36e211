package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.xenscope.capture.OctetInput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Capturing on a real interface. Needs root, libpcap, tcpdump and namespaces; where they are missing it is left out. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LiveCaptureTest {

    /** How the script ends where the machine does not let it capture. */
    private static final int NOT_ALLOWED = 77;

    private static final Pattern VARYING = Pattern.compile("\"observer\":\\{[^}]*\\}"
            + "|\"message\":\"(\\\\.|[^\"\\\\])*\""
            + "|\"file\":\\{[^}]*\\}|\"@timestamp\":\"[^\"]*\"|\"id\":\"[0-9a-f]{32}\""
            + "|\"[a-z_]+_(ns|per_s)\":(\\{[^}]*\\}|[0-9.]+)");

    @Test
    void capturesWhatTcpdumpDoes(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(succeeds("unshare", "-n", "true"), "network namespaces cannot be made here");
        for (String tool : List.of("tcpdump", "ip", "nsenter", "python3")) {
            assumeTrue(succeeds("sh", "-c", "command -v " + tool), tool + " is not installed");
        }
        assumeTrue(Command.run("interfaces").exit() == 0, "libpcap cannot be used here");

        Path stream = folder.resolve("stream");
        try (OctetInput input = OctetInput.open(Samples.FOLDER.resolve("images/hvm-live-4.22.bin.xz"));
                OutputStream out = Files.newOutputStream(stream)) {
            byte[] piece = new byte[1 << 16];
            for (int count = input.read(piece, 0, piece.length);
                    count >= 0;
                    count = input.read(piece, 0, piece.length)) {
                out.write(piece, 0, count);
            }
        }
        List<String> line = new ArrayList<>(List.of(
                "unshare",
                "-n",
                "bash",
                Path.of("src/test/resources/live-capture.sh").toAbsolutePath().toString(),
                folder.toString(),
                stream.toString()));
        line.addAll(Command.builder(Map.of()).command());
        Path said = folder.resolve("said.log");
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assumeTrue(process.exitValue() != NOT_ALLOWED, "packets cannot be captured here");
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        assertThat(Files.readString(folder.resolve("xenscope.log")))
                .contains(" 1 TCP connections, 1 migrations, 0 packets lost");

        List<String> live = Files.readAllLines(folder.resolve("live.ndjson"), StandardCharsets.UTF_8);
        assertThat(live).isNotEmpty();
        assertThat(live.get(live.size() - 1))
                .contains("\"outcome\":\"complete\"")
                .contains("\"type\":\"sniffer\"");
        // The packets kept are those dissected: the same times, so the same ids.
        assertThat(decoded(folder.resolve("ours.pcapng"), true)).isEqualTo(stripped(live, true));
        assertThat(decoded(folder.resolve("theirs.pcap"), false)).isEqualTo(stripped(live, false));
    }

    private static List<String> decoded(Path capture, boolean same) {
        Command.Result result = Command.run("decode", capture.toString());
        assertThat(result.exit()).as(result.err()).isZero();
        return stripped(result.lines(), same);
    }

    /** Without what says who looked at it and, unless the packets are the same, when. */
    private static List<String> stripped(List<String> events, boolean same) {
        return events.stream()
                .map(event -> same
                        ? event.replaceAll("\"(observer|file)\":\\{[^}]*\\},?", "")
                        : VARYING.matcher(event).replaceAll("").replaceAll(",+", ","))
                .toList();
    }

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
