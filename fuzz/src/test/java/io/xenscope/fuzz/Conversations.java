package io.xenscope.fuzz;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.detect.Format;
import io.xenscope.samples.carrier.RpcMessage;
import io.xenscope.samples.grammar.StreamWriter;
import io.xenscope.samples.xapi.XapiSampleFiles;
import io.xenscope.samples.xapi.XapiSamples;
import io.xenscope.samples.xapi.XapiTalk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Small sound connections of every carrier, as scripts of {@link Talk}. */
final class Conversations {

    private static final byte[] PROXY_V2 = {
        13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10, 0x21, 0x11, 0, 12, 10, 0, 0, 1, 10, 0, 0, 2, 1, 1, 0, 80
    };

    private Conversations() {}

    /** Each stream alone, in the direction in which it travels. */
    static Map<String, byte[]> oneSided() {
        Map<String, byte[]> talks = new LinkedHashMap<>();
        Seeds.streams().forEach((name, octets) -> {
            Format format = Seeds.formatOf(name);
            talks.put(
                    name,
                    new Talk.Script(port(format))
                            .octets(0, format.direction() == Direction.FORWARD, octets)
                            .done());
        });
        return talks;
    }

    /** With what both sides say. */
    static Map<String, byte[]> whole() {
        Map<String, byte[]> streams = Seeds.streams();
        byte[] image = streams.get("libxc hvm");
        byte[] xl = streams.get("xl save");
        Map<String, byte[]> talks = new LinkedHashMap<>();
        talks.put("xl migrate", xl(xl));
        talks.put("xl migrate, gzip", xl(gzip(xl)));
        talks.put("xl migrate, zstd", xl(XapiSampleFiles.zstd(xl)));
        talks.put("COLO", colo(streams));
        talks.put("xend relocation", relocation(streams.get("xend-relocation receive")));
        talks.put("libvirt tunnel", tunnel(streams.get("libvirt-rpc tunnel")));
        talks.put("xapi A", script(XapiSamples.generationA(streams.get("legacy hvm 4.0"))));
        talks.put("xapi B, vGPU", script(XapiSamples.generationBWithVgpu(image)));
        talks.put("xapi C, vGPU", script(XapiSamples.generationCWithVgpu(image)));
        talks.put("xapi C behind TLS", script(XapiSamples.generationCBehindTls(image)));
        talks.put("xapi C, zstd", script(XapiSamples.generationCCompressed(image, true, XapiSampleFiles::zstd)));
        talks.put(
                "xapi behind PROXY 2",
                new Talk.Script(80)
                        .octets(0, true, PROXY_V2)
                        .octets(0, true, streams.get("xapi-http vm"))
                        .done());
        return talks;
    }

    private static byte[] xl(byte[] stream) {
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

    private static byte[] colo(Map<String, byte[]> streams) {
        return new Talk.Script(5555)
                .octets(0, true, streams.get("libxl colo"))
                .octets(0, false, streams.get("xl-receiver colo"))
                .done();
    }

    private static byte[] relocation(byte[] stream) {
        byte[] answers = StreamWriter.octets(w -> {
            w.xend().ready("receive");
            w.xend().ok();
        });
        int ready = StreamWriter.octets(w -> w.xend().ready("receive")).length;
        return new Talk.Script(8002)
                .octets(0, true, Arrays.copyOf(stream, 8))
                .octets(0, false, Arrays.copyOf(answers, ready))
                .octets(0, true, Arrays.copyOfRange(stream, 8, stream.length))
                .octets(0, false, Arrays.copyOfRange(answers, ready, answers.length))
                .done();
    }

    private static byte[] tunnel(byte[] messages) {
        return new Talk.Script(16509)
                .octets(0, false, RpcMessage.reply(RpcMessage.PREPARE_TUNNEL3_PARAMS, 17, RpcMessage.OK, new byte[4]))
                .octets(0, true, messages)
                .octets(0, false, RpcMessage.keepalive(2))
                .octets(0, false, RpcMessage.streamEnd(17, RpcMessage.OK))
                .done();
    }

    private static byte[] script(XapiTalk talk) {
        Talk.Script script = new Talk.Script(80);
        List<String> names =
                talk.turns().stream().map(XapiTalk.Turn::connection).distinct().toList();
        talk.turns().forEach(turn -> script.octets(names.indexOf(turn.connection()), turn.fromSender(), turn.octets()));
        return script.done();
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
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
}
