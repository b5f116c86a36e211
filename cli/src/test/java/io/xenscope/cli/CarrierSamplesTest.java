package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.samples.carrier.CarrierSample;
import io.xenscope.samples.grammar.RecordListener;
import io.xenscope.samples.packet.CaptureFormat;
import io.xenscope.samples.packet.TcpOptions;
import io.xenscope.samples.packet.TcpTransport;
import io.xenscope.samples.scenario.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A conversation of every carrier from capture to events and exit code. */
class CarrierSamplesTest {

    @TempDir
    private Path folder;

    private Path capture(CarrierSample sample, int port) throws IOException {
        Path file = folder.resolve(sample + ".pcap");
        TcpOptions usual = TcpOptions.of(CaptureFormat.PCAP);
        TcpOptions options = new TcpOptions(
                usual.format(), false, usual.mss(), port, 1000, usual.bitsPerSecond(), true, sample.end());
        try (Transport transport = new TcpTransport(Files.newOutputStream(file), options)) {
            sample.play(transport, RecordListener.NONE);
        }
        return file;
    }

    private Command.Result decode(Path file) throws IOException {
        return Command.run(Map.of(), null, "decode", file.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "LIBVIRT_DIRECT, libxl, libvirt",
        "LIBVIRT_TUNNEL, libvirt-rpc, libvirt",
        "XL_TCP, xl, xl",
        "XEND, xend, xend"
    })
    void carriersAreComplete(CarrierSample sample, String carrier, String toolstack) throws IOException {
        Command.Result result = decode(capture(sample, sample.port()));
        assertThat(result.exit()).as(result.err()).isZero();
        Events.assertValid(result.out());
        Events.assertOrderly(result.out());
        List<JsonNode> events = Events.parse(result.out());
        JsonNode end = events.get(events.size() - 1);
        assertThat(end.at("/xenscope/migration/carrier").asString()).isEqualTo(carrier);
        assertThat(end.at("/xenscope/migration/toolstack").asString()).isEqualTo(toolstack);
        assertThat(end.at("/xenscope/outcome").asString("")
                        + end.at("/xenscope/outcome/result").asString(""))
                .contains("complete");
        assertThat(result.out()).doesNotContain("secret");
        assertThat(events.stream()
                        .filter(event -> Events.action(event).equals("expert"))
                        .map(event -> event.at("/xenscope/expert/severity").asString()))
                .allMatch("note"::equals);
    }

    /** Octets decide: on any port it is the same carrier, and a surprising port is a note. */
    @ParameterizedTest
    @CsvSource({"LIBVIRT_DIRECT, 80, 1", "XL_TCP, 8002, 1", "XEND, 16509, 1", "XL_TCP, 22, 0"})
    void portsSurpriseAtMost(CarrierSample sample, int port, long notes) throws IOException {
        Command.Result result = decode(capture(sample, port));
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out().lines().filter(line -> line.contains("\"CAR-PORT-MISMATCH\"")))
                .hasSize((int) notes);
    }

    @ParameterizedTest
    @CsvSource({"TLS, 'TLS on port 443, TLS 1.2, server name pool'", "SSH, 'ssh on port 22, SSH-2.0-OpenSSH_9.2p1'"})
    void whatHidesAMigrationIsNamed(CarrierSample sample, String name) throws IOException {
        Command.Result result = decode(capture(sample, sample.port()));
        assertThat(result.exit()).isEqualTo(ExitStatus.UNUSABLE.code());
        assertThat(result.err()).contains("no migration in this capture").contains("seen instead: " + name);
        Events.assertValid(result.out());
        assertThat(Events.parse(result.out()).stream()
                        .map(event -> event.at("/event/action").asString()))
                .containsExactly("expert", "gap", "gap");
    }

    @Test
    void formatsListsWhatCannotBeLookedInto() throws IOException {
        assertThat(Command.run(Map.of(), null, "formats").out())
                .contains("libvirt-rpc", "Told by name", "tls ", "ssh ", "nbd ", "qemu ");
    }
}
