package io.xenscope.dissect;

import static io.xenscope.dissect.test.Octets.head;
import static io.xenscope.dissect.test.Octets.join;
import static io.xenscope.dissect.test.Octets.patch;
import static io.xenscope.dissect.test.Octets.tail;
import static io.xenscope.dissect.test.Octets.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.detect.Format;
import io.xenscope.dissect.test.Conversation;
import io.xenscope.dissect.test.Decoded;
import io.xenscope.dissect.test.Guests;
import io.xenscope.dissect.test.StoredZstd;
import io.xenscope.dissect.test.Wrapped;
import io.xenscope.dissect.test.XapiPlay;
import io.xenscope.samples.grammar.StreamWriter;
import io.xenscope.samples.legacy.LegacySamples;
import io.xenscope.samples.xapi.XapiSamples;
import io.xenscope.samples.xapi.XapiTalk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Migrations and suspend images of xapi (carriers specification 1). */
class XapiTest {

    private static final byte[] IMAGE = Guests.hvm();
    private static final byte[] LEGACY = LegacySamples.hvmWithoutDeviceModel(4);

    /** Every generation of the transport. */
    static Map<String, XapiTalk> talks() {
        Map<String, XapiTalk> talks = new LinkedHashMap<>();
        talks.put("A", XapiSamples.generationA(LEGACY));
        talks.put("B", XapiSamples.generationB(IMAGE));
        talks.put("B vGPU", XapiSamples.generationBWithVgpu(IMAGE));
        talks.put("B old layout", XapiSamples.generationBWithOldLayout(LEGACY));
        talks.put("C", XapiSamples.generationC(IMAGE));
        talks.put("C vGPU", XapiSamples.generationCWithVgpu(IMAGE));
        talks.put("C zstd", XapiSamples.generationCCompressed(IMAGE, true, plain -> StoredZstd.frame(plain, 999)));
        talks.put("C TLS", XapiSamples.generationCBehindTls(IMAGE));
        return talks;
    }

    static Stream<Map.Entry<String, XapiTalk>> each() {
        return talks().entrySet().stream();
    }

    private static byte[] imageOf(String name) {
        return name.equals("A") || name.equals("B old layout") ? LEGACY : IMAGE;
    }

    @ParameterizedTest
    @MethodSource("each")
    void agreesWithTheTruth(Map.Entry<String, XapiTalk> talk) {
        XapiPlay.decoded(talk.getValue()).forEach((connection, decoded) -> {
            assertAgrees(decoded, talk.getValue(), connection, imageOf(talk.getKey()));
            assertThat(decoded.end().outcome().text()).isEqualTo("complete");
            assertThat(decoded.end().migration().toolstack()).isEqualTo("xapi");
            assertThat(decoded.end().migration().carrier()).isEqualTo("xapi");
        });
    }

    private static void assertAgrees(Decoded decoded, XapiTalk talk, String connection, byte[] image) {
        for (Direction direction : Direction.values()) {
            List<XapiTalk.Row> rows = talk.truth().stream()
                    .filter(row ->
                            row.connection().equals(connection) && row.fromSender() == (direction == Direction.FORWARD))
                    .toList();
            assertThat(decoded.records(direction).stream()
                            .filter(record -> record.matches("(xapi|carrier) .*"))
                            .map(record -> record.substring(record.indexOf(' ') + 1)))
                    .isEqualTo(rows.stream()
                            .filter(row ->
                                    !row.type().equals("IMAGE") && !row.type().equals("gap"))
                            .map(row -> row.type() + " " + row.offset() + " " + row.length())
                            .toList());
            rows.stream()
                    .filter(row -> row.type().equals("IMAGE"))
                    .forEach(row -> assertThat(
                                    decoded.records().stream().filter(record -> record.matches("(libxc|legacy) .*")))
                            .isEqualTo(bare(image).stream()
                                    .map(record -> moved(record, row.offset()))
                                    .toList()));
        }
    }

    private static List<String> bare(byte[] image) {
        return image == LEGACY
                ? Decoded.file(Wrapped.xapiHvm(image)).records().stream()
                        .filter(record -> record.startsWith("legacy "))
                        .map(record -> moved(record, -Wrapped.XAPI))
                        .toList()
                : Decoded.file(image).records();
    }

    private static String moved(String record, long octets) {
        String[] words = record.split(" ");
        return words[0] + " " + words[1] + " " + (Long.parseLong(words[2]) + octets) + " " + words[3];
    }

    @Test
    void headsTellWhatTheyAreFor() {
        Map<String, Decoded> c = XapiPlay.decoded(talks().get("C"));
        assertThat(c.get("mem").fields("HTTP_HEAD"))
                .isEqualTo("method=PUT kind=mem generation=C id=" + XapiSamples.ID + " final_id=" + XapiSamples.VM
                        + " instance_id=i-1 dbg=task OpaqueRef:[redacted] memory_limit=1073741824"
                        + " mem_migration=26.9.0 session_id=[redacted] user_agent=xenopsd host=192.0.2.34");
        assertThat(c.values()).allSatisfy(decoded -> {
            assertThat(decoded.end().migration().correlation()).isEqualTo(XapiSamples.ID);
            assertThat(decoded.end().migration().domainUuid()).isEqualTo(XapiSamples.VM);
        });
        assertThat(c.get("mem").end().migration().domainName()).isEqualTo("web-1 ä");
        Decoded a = XapiPlay.decoded(talks().get("A")).get("memory");
        assertThat(a.end().migration().correlation()).isNull();
        assertThat(a.records(Direction.BACK))
                .containsExactly("xapi HTTP_HEAD 0 43", "xapi HANDSHAKE 43 2", "xapi HANDSHAKE 45 2");
        Decoded vgpu = XapiPlay.decoded(talks().get("C vGPU")).get("vgpu");
        assertThat(vgpu.fields("HTTP_HEAD")).contains(" id=" + XapiSamples.ID + " device=" + XapiSamples.DEVICE);
    }

    @Test
    void handshakesStandAtTheirPoints() {
        Map<String, Decoded> c = XapiPlay.decoded(talks().get("C vGPU"));
        assertThat(points(c.get("vm"))).containsExactly("1-vgpu-ack", "1", "1-mem-ack", "3", "4");
        assertThat(points(c.get("mem"))).containsExactly("1-mem");
        assertThat(points(c.get("vgpu"))).containsExactly("1-vgpu");
        assertThat(points(XapiPlay.decoded(talks().get("B vGPU")).get("memory")))
                .containsExactly("1-vgpu-ack", "1", "3", "4");
    }

    private static List<String> points(Decoded decoded) {
        return decoded.events().stream()
                .map(io.xenscope.dissect.event.Event::message)
                .filter(message -> message.startsWith("HANDSHAKE: point "))
                .map(message -> message.substring("HANDSHAKE: point ".length()).split(",")[0])
                .toList();
    }

    @Test
    void descriptionTellsTheVmAndHidesTheRest() {
        Decoded decoded = Decoded.file(file("file", XapiSamples.file(IMAGE, true)));
        assertThat(decoded.fields("XENOPS"))
                .startsWith(
                        "time=2026-01-01T00:00:00Z word_size=64 uuid=" + XapiSamples.VM
                                + " name=web-1 ä kind=HVM vcpus=2 memory_static_max=1073741824 firmware=Uefi description=secret:");
        assertThat(decoded.codes()).isEmpty();
        assertThat(decoded.outcome()).isEqualTo("complete: END reached");
    }

    private static byte[] file(String connection, XapiTalk talk) {
        return talk.octets(connection, true);
    }

    @Test
    void suspendImages() {
        XapiTalk hvm = XapiSamples.file(IMAGE, true);
        assertAgrees(Decoded.file(file("file", hvm)), hvm, "file", IMAGE);
        XapiTalk pv = XapiSamples.file(Guests.pv(), false);
        assertAgrees(Decoded.file(file("file", pv)), pv, "file", Guests.pv());
        XapiTalk uefi = XapiSamples.uefiFile(IMAGE);
        Decoded decoded = Decoded.file(file("file", uefi));
        assertAgrees(decoded, uefi, "file", IMAGE);
        assertThat(decoded.codes()).containsExactly("XIMG-VGPU-OPAQUE", "CAR-TRAIL");
        assertThat(decoded.outcome()).isEqualTo("complete: END reached");
    }

    /** Whichever type stands in front of it, its octets tell what the image is. */
    @Test
    void legacyImageInsideTheStructuredOne() {
        byte[] legacy = LegacySamples.hvmLive(8);
        for (int type : new int[] {0xf0, 0xf2}) {
            byte[] stream = StreamWriter.octets(w -> {
                w.xapi().signature();
                w.xapi().record(0x0f, text(XapiSamples.XENOPS));
                w.xapi().header(type, 0);
                w.raw(legacy);
                w.xapi().header(0xffff, 0);
            });
            Decoded decoded = Decoded.file(stream);
            assertThat(decoded.records())
                    .contains("legacy P2M_SIZE " + (stream.length - 16 - legacy.length) + " 8")
                    .endsWith("xapi END_OF_IMAGE " + (stream.length - 16) + " 16");
            assertThat(decoded.outcome()).isEqualTo("complete: END reached");
        }
        byte[] modern = StreamWriter.octets(w -> {
            w.xapi().signature();
            w.xapi().record(0x0f, text(XapiSamples.XENOPS));
            w.xapi().header(0xf2, 0);
            w.raw(Guests.pv());
            w.xapi().header(0xffff, 0);
        });
        assertThat(Decoded.file(modern).codes()).isEmpty();
    }

    /** One side of a conversation, and what it is called. */
    private record Side(String name, String connection, byte[] sent, byte[] answered) {}

    /** All that senders send, each once. */
    private static List<Side> sides() {
        Set<ByteBuffer> known = new HashSet<>();
        List<Side> sides = new ArrayList<>();
        talks().forEach((name, talk) -> {
            for (String connection : List.of("memory", "vm", "mem", "vgpu")) {
                byte[] sent = talk.octets(connection, true);
                if (known.add(ByteBuffer.wrap(sent))) {
                    sides.add(new Side(name, connection, sent, talk.octets(connection, false)));
                }
            }
        });
        return sides;
    }

    private static Conversation talkOf(byte[] sent) {
        return Conversation.captured().compressed().sender(sent);
    }

    @Test
    void everyTruncationEndsInAFinding() {
        sides().forEach(side -> {
            String name = side.name();
            String connection = side.connection();
            byte[] sent = side.sent();
            for (int end = 80; end < sent.length; end += step(end, sent.length)) {
                boolean looksWhole = connection.equals("vgpu") && isEndOfImage(sent, end - 16)
                        || connection.equals("vm") && name.equals("C vGPU") && end >= sent.length - 2;
                if (looksWhole) {
                    // A header inside the state like the last one; messages enough for a VM without vGPU.
                    continue;
                }
                Decoded cut = talkOf(head(sent, end)).decoded();
                assertThat(cut.end().outcome().text())
                        .as("%s %s cut at %d", name, connection, end)
                        .isNotEqualTo("complete");
                assertThat(cut.codes().stream().filter(code -> !code.matches("XAPI-CRED-CLEAR|.*-COMPRESSED")))
                        .as("%s %s cut at %d", name, connection, end)
                        .isNotEmpty();
                assertHidden(cut);
            }
        });
    }

    private static boolean isEndOfImage(byte[] sent, int at) {
        byte[] header = StreamWriter.octets(w -> w.xapi().header(0xffff, 0));
        return Arrays.equals(sent, at, at + 16, header, 0, 16);
    }

    /** Every octet of what stands around the image. */
    private static int step(int at, int length) {
        return at < 900 || at > length - 100 ? 1 : 509;
    }

    @Test
    void everyDamagedOctetIsAccountedFor() {
        sides().forEach(side -> {
            byte[] sent = side.sent();
            byte[] answered = side.answered();
            for (int at = 21; at < sent.length; at += step(at, sent.length)) {
                if (sent[0] != 'P' || sent[1] != 'R' || at > 70) {
                    talkOf(patch(sent, at, sent[at] ^ 0x81)).receiver(answered).decoded();
                }
            }
            for (int at = 0; at < answered.length; at++) {
                talkOf(sent).receiver(patch(answered, at, answered[at] ^ 0x81)).decoded();
            }
        });
    }

    @Test
    void everyHoleIsAccountedFor() {
        sides().forEach(side -> {
            byte[] sent = side.sent();
            for (int at = 80; at < sent.length - 7; at += 13 * step(at, sent.length)) {
                talkOf(head(sent, at)).senderLost(7).sender(tail(sent, at + 7)).decoded();
            }
        });
    }

    private static void assertHidden(Decoded decoded) {
        String all = decoded.events().toString();
        for (String secret : List.of(
                XapiSamples.SESSION,
                XapiSamples.SESSION.replace("%3a", ":"),
                XapiSamples.TASK,
                XapiSamples.AUTHORIZATION)) {
            assertThat(all).doesNotContain(secret.substring(secret.length() - 12));
        }
    }

    @Test
    void credentialsAreInNoEvent() {
        talks().values().forEach(talk -> XapiPlay.decoded(talk).values().forEach(XapiTest::assertHidden));
        byte[] sent = talks().get("C").octets("vm", true);
        assertHidden(talkOf(sent)
                .receiver(text("HTTP/1.1 401 Unauthorised " + XapiSamples.SESSION.replace("%3a", ":") + "\r\n\r\n"))
                .decoded());
        assertHidden(talkOf(sent)
                .receiver(w -> w.xapi().error("[\"SESSION_INVALID\",\"" + XapiSamples.SESSION + "\"]"))
                .decoded());
        // A cookie may be named after something harmless.
        assertHidden(talkOf(text("PUT /services/xenops/migrate/vm/" + XapiSamples.TASK + "?session_id="
                        + XapiSamples.SESSION + " HTTP/1.1\r\nuser-agent: " + XapiSamples.SESSION + "\r\nhost: "
                        + XapiSamples.TASK + "\r\ncookie: task_id=" + XapiSamples.TASK + "\r\n\r\n"))
                .decoded());
    }

    @Test
    void proxiesAndFramesInFront() {
        byte[] head = talks().get("C").octets("vm", true);
        byte[] v2 = join(
                text("\r\n\r\n\0\r\nQUIT\n\u0021\u0011\0\14"),
                new byte[] {(byte) 192, 0, 2, 1, (byte) 192, 0, 2, 2, 0x10, 0, 0, 80});
        byte[] v1 = text("PROXY TCP6 2001:db8::1 2001:db8::2 4096 443\r\n");
        Decoded decoded = talkOf(join(v2, v1, text("FRAME 000000000321"), head)).decoded();
        assertThat(decoded.records())
                .startsWith(
                        "carrier PROXY_V2 0 28",
                        "carrier PROXY_V1 28 45",
                        "carrier FRAME 73 18",
                        "xapi HTTP_HEAD 91 " + (head.length - 4));
        assertThat(decoded.fields("PROXY_V2"))
                .isEqualTo("family=TCP4 source_ip=192.0.2.1 destination_ip=192.0.2.2 source_port=4096"
                        + " destination_port=80");
        assertThat(decoded.fields("PROXY_V1"))
                .isEqualTo("family=TCP6 source_ip=2001:db8::1 destination_ip=2001:db8::2 source_port=4096"
                        + " destination_port=443");
        assertThat(decoded.codes()).doesNotContain("XAPI-CRED-CLEAR");
    }

    @Test
    void compressionIsCounted() {
        XapiTalk talk = talks().get("C zstd");
        var totals = XapiPlay.decoded(talk).get("mem").end().totals();
        assertThat(totals.wireBytes()).isEqualTo(talk.octets("mem", true).length + 2L);
        assertThat(totals.bytes())
                .isEqualTo(talk.truth().stream()
                        .filter(row -> row.connection().equals("mem"))
                        .mapToLong(XapiTalk.Row::length)
                        .sum());
        assertThat(XapiPlay.decoded(talks().get("C")).get("mem").end().totals().wireBytes())
                .isNull();
    }

    /** Frames may follow each other and be skipped; runs of one octet are blocks of their own. */
    @Test
    void framesOfEveryKind() {
        byte[] sent = talks().get("C").octets("mem", true);
        int at = new String(sent, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
        byte[] image = tail(sent, at);
        byte[] skipped = {0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3};
        byte[] two = join(StoredZstd.frame(head(image, 500), 333), skipped, StoredZstd.frame(tail(image, 500), 4000));
        Decoded decoded = talkOf(join(head(sent, at), two)).decoded();
        assertThat(decoded.outcome()).startsWith("complete");
        assertThat(decoded.records()).endsWith("xapi END_OF_IMAGE " + (sent.length + StoredZstd.HEADER - 16) + " 16");
        byte[] zeroes = join(
                new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0x48},
                StoredZstd.header(true, 1, 5000),
                new byte[1]);
        assertThat(talkOf(join(head(sent, at), zeroes)).decoded().gaps())
                .containsExactly("" + (at + 6 + 15) + " 4985 undecodable missing=0 skipped=4985 inside=null none null");
    }

    @Test
    void forcedAndLate() {
        assertThat(Decoded.file(talks().get("C").octets("mem", true)).outcome()).startsWith("complete");
        assertThat(Decoded.file(text("GET / HTTP/1.1\r\n\r\n"), Format.XAPI_HTTP)
                        .codes())
                .containsExactly("CAR-UNKNOWN");
        assertThat(Decoded.file(text("PROXY UNKNOWN\r\n"), Format.XAPI_HTTP).codes())
                .containsExactly("CAR-PROXYV1", "CAR-EOF-EARLY");
    }
}
