package io.xenscope.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.xenscope.dissect.Direction;
import io.xenscope.dissect.detect.Format;
import io.xenscope.samples.grammar.StreamWriter;
import io.xenscope.samples.xapi.XapiSampleFiles;
import io.xenscope.samples.xapi.XapiSamples;
import io.xenscope.samples.xapi.XapiTalk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections as {@link Talk} writes them. */
class ConnectionFuzzTest {

    static Stream<byte[]> talks() {
        List<byte[]> talks = new ArrayList<>();
        Map<String, byte[]> streams = Seeds.streams();
        streams.forEach((name, octets) -> {
            boolean forward = Seeds.formatOf(name).direction() == Direction.FORWARD;
            talks.add(new Talk.Script(port(Seeds.formatOf(name)))
                    .octets(0, forward, octets)
                    .done());
        });
        byte[] image = streams.get("libxc hvm");
        talks.add(script(XapiSamples.generationA(streams.get("legacy hvm 4.0"))));
        talks.add(script(XapiSamples.generationBWithVgpu(image)));
        talks.add(script(XapiSamples.generationCWithVgpu(image)));
        talks.add(script(XapiSamples.generationCBehindTls(image)));
        talks.add(script(XapiSamples.generationCCompressed(image, true, XapiSampleFiles::zstd)));
        talks.add(xlMigrate(streams.get("xl save")));
        return talks.stream();
    }

    private static byte[] xlMigrate(byte[] stream) {
        return new Talk.Script(22)
                .octets(0, false, StreamWriter.octets(w -> w.handshake().banner()))
                .octets(0, true, stream)
                .octets(0, false, StreamWriter.octets(w -> w.handshake().ready()))
                .octets(0, true, StreamWriter.octets(w -> w.handshake().go()))
                .octets(0, false, StreamWriter.octets(w -> {
                    w.handshake().report();
                    w.handshake().status(0);
                }))
                .done();
    }

    private static byte[] script(XapiTalk talk) {
        Talk.Script script = new Talk.Script(80);
        List<String> names =
                talk.turns().stream().map(XapiTalk.Turn::connection).distinct().toList();
        talk.turns().forEach(turn -> script.octets(names.indexOf(turn.connection()), turn.fromSender(), turn.octets()));
        return script.done();
    }

    private static int port(Format format) {
        return switch (format.carrier()) {
            case "xend" -> 8002;
            case "libvirt-rpc" -> 16509;
            case "xapi" -> 80;
            case "libxl", "libvirt" -> 49152;
            default -> 5555;
        };
    }

    @MethodSource("talks")
    @FuzzTest
    void conversation(byte[] script) {
        Talk.check(script);
    }
}
