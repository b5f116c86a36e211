package io.xenscope.dissect;

import static io.xenscope.dissect.test.Octets.head;
import static io.xenscope.dissect.test.Octets.join;
import static io.xenscope.dissect.test.Octets.patch;
import static io.xenscope.dissect.test.Octets.tail;
import static io.xenscope.dissect.test.Octets.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.detect.OtherProtocol;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.dissect.test.Conversation;
import io.xenscope.dissect.test.Decoded;
import io.xenscope.dissect.test.Guests;
import io.xenscope.dissect.test.StoredZstd;
import io.xenscope.samples.legacy.LegacySamples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that are compressed on a connection from its first octet on (carriers specification 5, 6.2 D22). */
class CompressedConnectionTest {

    private static final byte[] LIBXL = tail(Guests.xl("{}"), 55);
    private static final int GZIP_HEADER = 10;

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] zstd(byte[] content) {
        return StoredZstd.frame(content, 999);
    }

    /** What senders may send, by the carrier it is of. */
    static Stream<Map.Entry<String, byte[]>> streams() {
        Map<String, byte[]> streams = new LinkedHashMap<>();
        streams.put("xl", Guests.xl("{}"));
        streams.put("libxl", LIBXL);
        streams.put("libxc", Guests.hvm());
        streams.put("legacy", LegacySamples.hvmLarge(8));
        return streams.entrySet().stream();
    }

    private static List<String> moved(Decoded plain, int octets) {
        return plain.records().stream()
                .map(record -> {
                    String[] words = record.split(" ");
                    return words[0] + " " + words[1] + " " + (Long.parseLong(words[2]) + octets) + " " + words[3];
                })
                .toList();
    }

    private static Conversation sent(byte[]... octets) {
        return Conversation.captured().compressed().sender(join(octets));
    }

    private static void assertSame(Decoded compressed, Decoded plain, int header, int layers) {
        List<String> records = compressed.records();
        assertThat(records.subList(0, layers)).allMatch(record -> record.startsWith("carrier COMPRESSED "));
        assertThat(records.subList(layers, records.size())).isEqualTo(moved(plain, header * layers));
        assertThat(compressed.codes().stream().filter(code -> !code.equals("CAR-COMPRESSED")))
                .isEqualTo(plain.codes());
        assertThat(compressed.outcome()).isEqualTo(plain.outcome());
        assertThat(compressed.end().migration().carrier())
                .isEqualTo(plain.end().migration().carrier());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void theSameAsWithout(Map.Entry<String, byte[]> stream) {
        Decoded plain = Conversation.captured().sender(stream.getValue()).decoded();
        assertThat(plain.end().migration().carrier()).isEqualTo(stream.getKey());
        byte[] gzip = gzip(stream.getValue());
        byte[] zstd = zstd(stream.getValue());
        assertSame(sent(zstd).decoded(), plain, StoredZstd.HEADER, 1);
        Decoded decoded = sent(gzip).decoded();
        assertSame(decoded, plain, GZIP_HEADER, 1);
        assertThat(decoded.end().totals().wireBytes()).isEqualTo(gzip.length);
        assertThat(decoded.fields("COMPRESSED")).isEqualTo("algorithm=gzip checksum=true");
        assertSame(sent(gzip(gzip)).decoded(), plain, GZIP_HEADER, 2);
    }

    @Test
    void membersOfEveryKind() {
        Decoded plain = Conversation.captured().sender(LIBXL).decoded();
        byte[] second = gzip(tail(LIBXL, 700));
        byte[] extra = {0x1f, (byte) 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 3, 2, 0, 'a', 'b', 'n', 0, 'c', 0, 1, 2};
        assertSame(sent(gzip(head(LIBXL, 700)), join(extra, tail(second, 10))).decoded(), plain, GZIP_HEADER, 1);
        assertSame(sent(join(extra, tail(gzip(LIBXL), 10))).decoded(), plain, GZIP_HEADER, 1);
        byte[] empty = {0x1f, (byte) 0x8b, 8, 4, 0, 0, 0, 0, 0, 3, 0, 0};
        assertSame(sent(gzip(new byte[0]), join(empty, tail(gzip(LIBXL), 10))).decoded(), plain, GZIP_HEADER, 1);
    }

    @Test
    void answersInPlainOctets() {
        Conversation talk = Conversation.captured()
                .compressed()
                .receiver(WorkedExamples.BANNER)
                .sender(gzip(join(Guests.xl("{}"), WorkedExamples.GO)))
                .receiver(join(WorkedExamples.READY, WorkedExamples.REPORT, new byte[1]));
        assertThat(talk.decoded().outcome()).isEqualTo("complete: END reached, status 0");
        assertThat(talk.decoded().codes()).containsExactly("CAR-COMPRESSED");
    }

    @Test
    void answersCompressedAsWell() {
        byte[] answers = join(WorkedExamples.BANNER, WorkedExamples.READY, WorkedExamples.REPORT, new byte[1]);
        List<Event> events = new ArrayList<>();
        ConnectionInput connection = connection(events, new ArrayList<>());
        play(connection.fromSecond(), gzip(answers), 7);
        play(connection.fromFirst(), gzip(join(Guests.xl("{}"), WorkedExamples.GO)), 1000);
        connection.fromFirst().end(EndReason.FIN, 0);
        connection.fromSecond().end(EndReason.FIN, 0);
        Decoded both = new Decoded(events);
        assertThat(both.records(Direction.BACK))
                .containsExactly(
                        "carrier COMPRESSED 0 10",
                        "xl BANNER 10 54",
                        "xl READY 64 34",
                        "xl REPORT 98 39",
                        "xl STATUS 137 1");
        assertThat(both.codes()).containsOnly("CAR-COMPRESSED");
    }

    @Test
    void theEndInsideAMember() {
        byte[] gzip = gzip(join(LIBXL, letters()));
        for (int end = 400; end < gzip.length; end += 31) {
            assertThat(sent(head(gzip, end)).decoded().codes()).endsWith("CAR-EOF-EARLY");
        }
        assertThat(sent(head(gzip, gzip.length - 1)).decoded().codes()).contains("CAR-EOF-EARLY");
    }

    /** What compresses into more than a few octets. */
    private static byte[] letters() {
        Random random = new Random(9);
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < 4000; i++) {
            letters.append(random.nextInt(8) == 0 ? "abcabcabcabc" : "" + (char) ('a' + random.nextInt(12)));
        }
        return text(letters.toString());
    }

    /** Wherever the compressed octets are damaged, any cut gives the same. */
    @Test
    void damage() {
        byte[] gzip = gzip(join(LIBXL, letters()));
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            int at = 400 + random.nextInt(gzip.length - 400);
            byte[] bent = patch(gzip, at, gzip[at] ^ 1 << random.nextInt(8));
            Decoded decoded = sent(bent).decoded();
            assertThat(decoded.codes()).containsAnyOf("CAR-DECOMP-FAIL", "CAR-TRAIL", "CAR-EOF-EARLY");
        }
        Decoded trailing = sent(gzip(LIBXL), text("and more")).decoded();
        assertThat(trailing.codes()).containsExactly("CAR-COMPRESSED", "CAR-TRAIL");
        assertThat(trailing.gaps().get(0)).contains("undecodable missing=0 skipped=8");
    }

    @Test
    void aLossEndsIt() {
        byte[] gzip = gzip(join(LIBXL, letters()));
        Decoded decoded =
                sent(head(gzip, 300)).senderLost(5).sender(tail(gzip, 305)).decoded();
        assertThat(decoded.codes()).contains("CAR-DECOMP-FAIL");
        assertThat(decoded.end().totals().missedBytes()).isEqualTo(5);
    }

    private static ConnectionInput connection(List<Event> events, List<OtherProtocol.Seen> seen) {
        try {
            Endpoint client = new Endpoint(InetAddress.getByAddress(new byte[] {10, 0, 0, 1}), 40000);
            Endpoint server = new Endpoint(InetAddress.getByAddress(new byte[] {10, 0, 0, 2}), 4100);
            DissectOptions options = DissectOptions.DEFAULT.decompressing(new StoredZstd());
            return new Dissector(options, events::add, seen::add).connection(null, client, server, 0, true, null);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four octets are an address", e);
        }
    }

    private static void play(StreamInput to, byte[] octets, int most) {
        for (int at = 0; at < octets.length; at += most) {
            to.bytes(octets, at, Math.min(most, octets.length - at), 0);
        }
    }

    /** What is told of other traffic; the same for every cut. */
    private static List<String> told(byte[] octets) {
        List<String> whole = told(octets, octets.length);
        assertThat(told(octets, 1)).isEqualTo(whole);
        assertThat(told(octets, 37)).isEqualTo(whole);
        return whole;
    }

    private static List<String> told(byte[] octets, int most) {
        List<Event> events = new ArrayList<>();
        List<OtherProtocol.Seen> seen = new ArrayList<>();
        ConnectionInput connection = connection(events, seen);
        play(connection.fromFirst(), octets, most);
        connection.fromFirst().end(EndReason.FIN, 0);
        connection.fromSecond().end(EndReason.FIN, 0);
        List<String> told = new ArrayList<>();
        seen.forEach(other -> told.add(other.protocol().label() + ": " + other.what()));
        events.forEach(event -> told.add(event.body().action()));
        return told;
    }

    /** Much is compressed that is no migration. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 1000, 300_000})
    void otherContent(int octets) {
        byte[] noise = new byte[octets];
        new Random(octets).nextBytes(noise);
        String nothing = " on port 4100, nothing in it begins as a migration does";
        assertThat(told(gzip(noise))).containsExactly("compressed-other: gzip" + nothing, "expert");
        assertThat(told(gzip(new byte[octets]))).containsExactly("compressed-other: gzip" + nothing, "expert");
        assertThat(told(zstd(noise))).containsExactly("compressed-other: zstd" + nothing, "expert");
    }

    @Test
    void otherContentThatIsKnown() {
        assertThat(told(gzip(text("QEVM and more"))))
                .containsExactly(
                        "compressed-other: gzip on port 4100, in it migration or save file of QEMU, as KVM hosts write it",
                        "expert");
    }

    @Test
    void neverAMigrationWithoutProof() {
        byte[] upload = gzip(text("receive\nreceipts of the year, PUT /services/xenops/ and others\n".repeat(50)));
        assertThat(told(upload)).hasSize(2).first().asString().startsWith("compressed-other: ");
    }

    /** The magic alone proves nothing. */
    @Test
    void damagedFromTheBeginning() {
        byte[] gzip = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, (byte) 0xff, (byte) 0xff, (byte) 0xff, 1, 2, 3};
        assertThat(told(gzip))
                .containsExactly("compressed: gzip that cannot be decompressed on port 4100", "expert", "gap");
    }

    @Test
    void whatIsNotDecompressedIsNamed() {
        Map<String, byte[]> magics = new LinkedHashMap<>();
        magics.put("xz", new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 0, 4});
        magics.put("LZ4", new byte[] {4, 0x22, 0x4d, 0x18, 0x64});
        magics.put("LZ4 in its legacy format", new byte[] {2, 0x21, 0x4c, 0x18, 0});
        magics.put("bzip2", text("BZh91AY&SY...."));
        magics.put("lzop", new byte[] {(byte) 0x89, 'L', 'Z', 'O', 0, 13, 10, 0x1a, 10, 1});
        magics.forEach((name, octets) ->
                assertThat(told(octets)).containsExactly("compressed: " + name + " on port 4100", "expert", "gap"));
        assertThat(told(text("BZh is the name of a road, says this text"))).isEmpty();
    }

    @Test
    void theAdviceSaysWhatHelps() {
        List<OtherProtocol.Seen> seen = new ArrayList<>();
        ConnectionInput connection = connection(new ArrayList<>(), seen);
        play(connection.fromFirst(), new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0}, 6);
        assertThat(seen.get(0).advice()).contains("zstd or gzip").contains("file");
        assertThat(seen.get(0).protocol().code()).isEqualTo(FindingCode.CAR_COMPRESSED);
    }
}
