package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.cli.LegacyVariants.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * What is found in streams of real senders that were changed in one place. The changes are those whose verdicts by real
 * receivers stand in {@code docs/legacy-variants.md}, and a few more; offsets are hexadecimal, as there.
 */
class LegacyVariantsTest {

    @TempDir
    Path folder;

    static List<Variant> variants() {
        return LegacyVariants.all();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void isFoundWhereItIs(Variant variant) throws IOException {
        String ndjson = decode(variant.octets(), "legacy");
        Events.assertValid(ndjson);
        Events.assertOrderly(ndjson);
        List<JsonNode> events = Events.parse(ndjson);
        assertThat(events.stream()
                        .filter(event -> Events.action(event).equals("expert"))
                        .map(LegacyVariantsTest::finding)
                        .toList())
                .isEqualTo(variant.findings());
        assertThat(events.get(events.size() - 1).at("/xenscope/outcome").asString())
                .isEqualTo(variant.outcome());
    }

    private static String finding(JsonNode event) {
        JsonNode expert = event.at("/xenscope/expert");
        return expert.get("code").asString() + " " + expert.get("severity").asString() + " "
                + Long.toHexString(event.at("/xenscope/offset").asLong());
    }

    @Test
    void chunkIdsOfThePatchesOf2011() throws IOException {
        byte[] released = LegacyVariants.octetsOf("hvm-remus-comp-small-4.4");
        byte[] patched = variants().stream()
                .filter(variant -> variant.name().equals("ids-of-2011"))
                .findFirst()
                .orElseThrow()
                .octets();
        String expected = numbered(decode(released, "legacy"))
                .replace("\"type\":\"COMPRESSED_DATA\",\"type_id\":-12", "\"type\":\"COMPRESSED_DATA\",\"type_id\":-11")
                .replace(
                        "\"type\":\"ENABLE_COMPRESSION\",\"type_id\":-13",
                        "\"type\":\"ENABLE_COMPRESSION\",\"type_id\":-12");
        assertThat(expected).contains("\"type_id\":-11", "\"type_id\":-12");
        assertThat(numbered(decode(patched, "legacy-2011"))).isEqualTo(expected);

        // Nothing in the stream tells the dialect; what it is taken for instead says so.
        assertThat(decode(patched, "legacy")).contains("E31", "ENABLE_COMPRESSION, which was −12", "--as legacy-2011");
        // Released ids that the dialect moved away are not guessed either.
        assertThat(decode(released, "legacy-2011")).contains("chunk -13 is defined by no release");
    }

    /** Without what depends on the input's identity alone. */
    private static String numbered(String ndjson) {
        return ndjson.replaceAll("\"id\":\"[0-9a-f]{32}\"", "\"id\":\"\"");
    }

    private String decode(byte[] stream, String format) throws IOException {
        Path in = folder.resolve("stream");
        Path out = folder.resolve("events");
        Files.write(in, stream);
        Files.setLastModifiedTime(in, java.nio.file.attribute.FileTime.fromMillis(0));
        int exit = Xenscope.run("decode", "--as", format, "--out", "file:" + out, in.toString());
        assertThat(exit).isLessThan(ExitStatus.UNUSABLE.code());
        return Files.readString(out);
    }
}
