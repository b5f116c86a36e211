package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --record} keeps decodes to what was seen live. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LiveRecordTest {

    private static final int PIECE = 100_000;

    @TempDir
    private Path folder;

    private Path events() {
        return folder.resolve("events.ndjson");
    }

    /** The packet files, in order. */
    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().startsWith("kept"))
                    .sorted()
                    .toList();
        }
    }

    private Path joined() throws IOException {
        Path whole = folder.resolve("whole.pcapng");
        try (OutputStream out = Files.newOutputStream(whole)) {
            for (Path file : files()) {
                Files.copy(file, out);
            }
        }
        return whole;
    }

    private void assertDecodesAsSeen(Path recording, int migrations) throws IOException {
        Command.Result decoded = Command.run("decode", "--max-event-bytes", LiveFacts.LINE, recording.toString());
        assertThat(decoded.exit()).as(decoded.err()).isZero();
        List<Map<String, List<String>>> kept = LiveFacts.of(decoded.out());
        List<Map<String, List<String>>> seen = LiveFacts.of(Files.readString(events()));
        assertThat(seen).hasSize(migrations);
        assertThat(kept).hasSize(migrations);
        for (int i = 0; i < migrations; i++) {
            LiveFacts.assertSame(kept.get(i), seen.get(i));
        }
    }

    /** Both migrations at once, a piece of each in turn, so that the files hold packets of both. */
    private void migrateTwice(Recording first, Recording second, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--listen", "127.0.0.1:0", "--max-event-bytes"));
        arguments.addAll(List.of(LiveFacts.LINE, "--record", folder + "/kept.pcapng"));
        arguments.addAll(List.of(options));
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"))) {
            arguments.addAll(List.of("--to", "127.0.0.1:" + server.getLocalPort()));
            try (LiveCommand proxy = LiveCommand.proxy(events(), arguments.toArray(String[]::new))) {
                try (Socket one = proxy.connect("127.0.0.1");
                        Socket oneServer = server.accept();
                        Socket two = proxy.connect("127.0.0.1");
                        Socket twoServer = server.accept()) {
                    CompletableFuture<String> oneHeard = heard(first, oneServer);
                    CompletableFuture<String> twoHeard = heard(second, twoServer);
                    for (int at = 0; at < Math.max(first.forward().length, second.forward().length); at += PIECE) {
                        write(first, one, at);
                        write(second, two, at);
                    }
                    one.shutdownOutput();
                    two.shutdownOutput();
                    assertThat(oneHeard.get()).isEqualTo(StandIn.digest(first.forward()));
                    assertThat(twoHeard.get()).isEqualTo(StandIn.digest(second.forward()));
                }
                proxy.stop();
            }
        }
    }

    private static CompletableFuture<String> heard(Recording said, Socket server) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return StandIn.receive(said, server.getInputStream(), server.getOutputStream());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static void write(Recording said, Socket to, int at) throws IOException {
        int count = Math.min(PIECE, said.forward().length - at);
        if (count > 0) {
            to.getOutputStream().write(said.forward(), at, count);
        }
    }

    @Test
    void aProxyRecordsWhatItSaw() throws Exception {
        migrateTwice(Recording.bare(), Recording.bare());
        assertThat(files()).hasSize(1);
        assertDecodesAsSeen(files().get(0), 2);
    }

    @Test
    void filesOfAProxyThatRotatesJoinToWhatItSaw() throws Exception {
        Recording said = Recording.bare();
        migrateTwice(said, said, "--rotate", "100k");
        assertThat(files()).hasSizeGreaterThanOrEqualTo(2 * said.forward().length / (200 << 10));
        assertThat(files()).allSatisfy(file -> assertThat(Files.size(file)).isLessThan(200 << 10));
        assertDecodesAsSeen(joined(), 2);
    }

    @Test
    void olderFilesAreDeletedWhereThatIsAskedFor() throws Exception {
        migrateTwice(Recording.bare(), Recording.bare(), "--rotate", "100k", "--keep", "3");
        assertThat(files()).hasSize(3);
        assertThat(files().get(0).getFileName().toString()).isNotEqualTo("kept-00001.pcapng");
        // The end of both migrations is all that is left of them.
        Command.Result decoded = Command.run("decode", joined().toString());
        assertThat(decoded.err()).doesNotContain("internal fault");
        assertThat(LiveFacts.of(Files.readString(events()))).hasSize(2);
    }

    private void pipe(String... options) throws Exception {
        Recording said = Recording.xlMigrate();
        List<String> line = new ArrayList<>(List.of("pipe", "--max-event-bytes", LiveFacts.LINE));
        line.addAll(List.of("--out", "file:" + events(), "--record", folder + "/kept.pcapng"));
        line.addAll(List.of(options));
        line.addAll(List.of(
                "--", Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        line.addAll(List.of("-Xshare:auto", "-cp", System.getProperty("java.class.path")));
        line.addAll(List.of(StandIn.class.getName(), "0"));
        Path told = folder.resolve("err");
        Process pipe = Command.builder(Map.of(), line.toArray(String[]::new))
                .redirectError(told.toFile())
                .start();
        assertThat(StandIn.send(said, pipe.getInputStream(), pipe.getOutputStream(), StandIn.AT_ONCE))
                .isEqualTo(StandIn.digest(said.back()));
        pipe.getOutputStream().close();
        assertThat(pipe.waitFor()).isZero();
        assertThat(Files.readString(told)).contains("heard " + StandIn.digest(said.forward()));
    }

    @Test
    void aPipeRecordsWhatItSaw() throws Exception {
        pipe();
        assertThat(files()).hasSize(1);
        assertDecodesAsSeen(files().get(0), 1);
    }

    @Test
    void filesOfAPipeThatRotatesJoinToWhatItSaw() throws Exception {
        pipe("--rotate", "500k");
        assertThat(files()).hasSizeGreaterThan(2);
        assertDecodesAsSeen(joined(), 1);
    }
}
