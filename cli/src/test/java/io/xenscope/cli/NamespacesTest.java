package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Transparent forwarding by the rules that {@code --print-rules} prints, on a router between two hosts: three network
 * namespaces, without any privilege of the machine's.
 */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class NamespacesTest {

    private static final String SENDER_4 = "10.88.1.1";
    private static final String SENDER_6 = "fd88:1:0:0:0:0:0:1";
    private static final String ROUTER_4 = "10.88.2.254";
    private static final String ROUTER_6 = "fd88:2:0:0:0:0:0:fe";

    @TempDir
    private Path folder;

    private void rules(String name, String... options) throws IOException {
        for (String to : List.of("10.88.2.2:4001", "[fd88:2::2]:4001")) {
            List<String> arguments =
                    new java.util.ArrayList<>(List.of("proxy", "--print-rules", "--listen", ":5001", "--to", to));
            arguments.addAll(List.of(options));
            Command.Result printed = Command.run(arguments.toArray(String[]::new));
            assertThat(printed.exit()).as(printed.err()).isZero();
            Path file = folder.resolve(name + (to.startsWith("[") ? ".6" : ".4") + ".rules");
            Files.writeString(file, printed.out());
        }
    }

    private static int run(Path messages, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(messages.toFile())
                .start();
        return process.waitFor();
    }

    /** What is missing is told by the skipped test. */
    private void assumeNamespaces() throws Exception {
        Path messages = folder.resolve("try");
        boolean possible;
        try {
            possible = run(
                            messages,
                            "unshare",
                            "--user",
                            "--map-root-user",
                            "--net",
                            "--mount",
                            "sh",
                            "-c",
                            "mount -t tmpfs none /run && mkdir /run/netns && ip netns add a && ip link add name b0 type veth "
                                    + "peer name c0 netns a && nft add table ip t && echo 1 >/proc/sys/net/ipv4/ip_forward")
                    == 0;
        } catch (IOException e) {
            Files.writeString(messages, String.valueOf(e.getMessage()));
            possible = false;
        }
        assumeTrue(
                possible,
                "network namespaces cannot be made here; this takes Linux with user namespaces for everybody, and "
                        + "unshare, ip and nft (Debian: util-linux, iproute2, nftables): "
                        + Files.readString(messages).strip());
    }

    @Test
    void everyModeForwardsUnchangedByItsPrintedRules() throws Exception {
        assumeNamespaces();
        rules("redirect", "--transparent", "redirect");
        rules("redirect-spoof", "--transparent", "redirect", "--spoof-source");
        rules("tproxy", "--transparent", "tproxy");
        rules("tproxy-spoof", "--transparent", "tproxy", "--spoof-source");
        rules("tproxy-spoof-port", "--transparent", "tproxy", "--spoof-port");
        rules("tested-redirect", "--transparent", "redirect", "--self-test", "10.88.2.2:9");
        rules("tested-tproxy", "--transparent", "tproxy", "--self-test", "10.88.2.2:9");
        Path messages = folder.resolve("messages");
        int code = run(
                messages,
                "unshare",
                "--user",
                "--map-root-user",
                "--net",
                "--mount",
                "bash",
                Path.of(NamespacesTest.class.getResource("namespaces").toURI()).toString(),
                folder.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                System.getProperty("java.class.path"));
        String told = Files.readString(messages);
        assertThat(code).as(told).isZero();
        Map<String, String[]> attempts = new HashMap<>();
        told.lines().map(line -> line.split(" ")).forEach(words -> attempts.put(words[0], words));

        forwarded(attempts, "direct", SENDER_4, SENDER_6, true);
        forwarded(attempts, "explicit", ROUTER_4, ROUTER_6, false);
        forwarded(attempts, "redirect", ROUTER_4, ROUTER_6, false);
        forwarded(attempts, "redirect-spoof", SENDER_4, SENDER_6, false);
        forwarded(attempts, "tproxy", ROUTER_4, ROUTER_6, false);
        forwarded(attempts, "tproxy-spoof", SENDER_4, SENDER_6, false);
        forwarded(attempts, "tproxy-spoof-port", SENDER_4, SENDER_6, true);
        forwarded(attempts, "tproxy.absent", SENDER_4, SENDER_6, true);
        forwarded(attempts, "tproxy.closed", ROUTER_4, ROUTER_6, false);
        for (String family : List.of(".4", ".6")) {
            assertThat(attempts.get("redirect.absent" + family)).containsExactly("redirect.absent" + family, "refused");
            assertThat(attempts.get("tproxy.closed.absent" + family))
                    .containsExactly("tproxy.closed.absent" + family, "timeout");
        }
        assertThat(attempts.get("loop.4")[1])
                .isNotEqualTo(StandIn.digest(Recording.bare().forward()));
        tellWhetherTheRulesWork(attempts);
        sayWhatTheyMayNot(attempts);
        dissected("explicit4", 1);
        dissected("explicit6", 1);
        for (String mode : List.of("redirect", "redirect-spoof", "tproxy", "tproxy-spoof", "tproxy-spoof-port")) {
            dissected(mode, 2);
            assertThat(Files.readString(folder.resolve(mode + ".ndjson")))
                    .as("the true destination")
                    .contains("\"source\":{\"ip\":\"10.88.1.1\"")
                    .contains("\"destination\":{\"ip\":\"10.88.2.2\",\"port\":4001}")
                    .contains("\"destination\":{\"ip\":\"fd88:2::2\",\"port\":4001}");
        }
    }

    private String told(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".messages"));
    }

    private void tellWhetherTheRulesWork(Map<String, String[]> attempts) throws IOException {
        for (String mode : List.of("redirect", "tproxy")) {
            forwarded(attempts, "trusted-" + mode, ROUTER_4, ROUTER_6, false);
            for (String family : List.of("-4", "-6")) {
                assertThat(told("tested-" + mode + family)).contains("error NET-BYPASS-RISK");
                assertThat(told("trusted-" + mode + family))
                        .contains("come here")
                        .doesNotContain("NET-BYPASS-RISK");
                // The test itself is no connection to forward or to dissect.
                assertThat(LiveCommand.count(folder.resolve("trusted-" + mode + family + ".ndjson"), "migration.start"))
                        .isEqualTo(1);
                assertThat(told("trusted-" + mode + family)).contains("stopped: 1 connections");
            }
        }
    }

    private void sayWhatTheyMayNot(Map<String, String[]> attempts) throws IOException {
        assertThat(attempts.get("blind")).as(told("blind")).containsExactly("blind", "2");
        assertThat(told("blind")).contains("NET-BYPASS-RISK cannot listen on").hasLineCount(1);
        assertThat(attempts.get("unable.4")[1])
                .isNotEqualTo(StandIn.digest(Recording.bare().forward()));
        assertThat(told("unable"))
                .contains("warn #1 ")
                .contains("NET-SPOOF-FAIL")
                .contains("NET-UPSTREAM-FAIL");
        assertThat(attempts.get("unable-own.4"))
                .contains(StandIn.digest(Recording.bare().forward()), ROUTER_4);
        assertThat(told("unable-own"))
                .contains("NET-SPOOF-FAIL")
                .contains("connecting from our own")
                .doesNotContain("NET-UPSTREAM-FAIL");
    }

    private void dissected(String mode, int migrations) throws IOException {
        String ndjson = Files.readString(folder.resolve(mode + ".ndjson"));
        Events.assertValid(ndjson);
        assertThat(LiveCommand.count(folder.resolve(mode + ".ndjson"), "\"outcome\":\"complete\""))
                .as(mode)
                .isEqualTo(migrations);
    }

    /** The octets arrived unchanged, and the receiver saw the connection come from there. */
    private static void forwarded(
            Map<String, String[]> attempts, String name, String from4, String from6, boolean samePort)
            throws IOException {
        String whole = StandIn.digest(Recording.bare().forward());
        for (String family : List.of(".4", ".6")) {
            String[] words = attempts.get(name + family);
            assertThat(words).as(name + family + " " + attempts.keySet()).hasSize(5);
            assertThat(words[1]).as("octets of " + name + family).isEqualTo(whole);
            assertThat(words[2]).as("peer of " + name + family).isEqualTo(family.equals(".4") ? from4 : from6);
            if (samePort) {
                assertThat(words[3]).as("port of " + name + family).isEqualTo(words[4]);
            }
        }
    }
}
