package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.detect.Format;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.dissect.input.FileInput;
import io.xenscope.output.NdjsonSink;
import io.xenscope.output.OutputOptions;
import io.xenscope.samples.legacy.LegacySamples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is written of small legacy streams cut short and damaged at every octet but those inside pages follows the schema.
 * That every octet is accounted for is checked where the format is decoded.
 */
class LegacyDamageTest {

    private static final Pattern NUMBERS = Pattern.compile("\\d+");
    private static final int RUN = 64;
    private static final int EVERY = 97;

    /** Forms of events that were found valid: the text with other numbers is valid, too. */
    private final Set<String> valid = new HashSet<>();

    private final Set<String> undamaged = new HashSet<>();

    @ParameterizedTest
    @ValueSource(strings = {"pv32 on 32", "hvm live 64", "hvm remus", "hvm compressed 32", "hvm tmem"})
    void followsTheSchema(String name) throws IOException {
        byte[] stream = LegacySamples.all().get(name);
        decode(stream).lines().forEach(undamaged::add);
        for (int at = 0; at < stream.length; at++) {
            if (isInFiller(stream, at)) {
                continue;
            }
            check(Arrays.copyOf(stream, at));
            for (int damage : new int[] {0x01, 0x80, 0xff}) {
                byte[] damaged = stream.clone();
                damaged[at] ^= (byte) damage;
                check(damaged);
            }
        }
        assertThat(valid).hasSizeGreaterThan(20);
    }

    /** Octets inside long runs of one value: pages, and the unused part of vcpu contexts. */
    private static boolean isInFiller(byte[] stream, int at) {
        for (int i = Math.max(0, at - RUN); i < Math.min(stream.length, at + RUN); i++) {
            if (stream[i] != stream[at]) {
                return false;
            }
        }
        return at % EVERY != 0;
    }

    private void check(byte[] stream) throws IOException {
        String ndjson = decode(stream);
        assertThat(ndjson.lastIndexOf("\"action\":\"migration.end\"")).isPositive();
        ndjson.lines().forEach(line -> {
            if (!undamaged.contains(line) && valid.add(NUMBERS.matcher(line).replaceAll("0"))) {
                Events.assertValid(line);
            }
        });
    }

    private static String decode(byte[] stream) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (NdjsonSink sink = new NdjsonSink(out, OutputOptions.defaults("test"))) {
            FileInput input = new Dissector(DissectOptions.DEFAULT, sink).file(null, "damaged", Format.LEGACY);
            input.bytes(stream, 0, stream.length, 0);
            input.end(EndReason.FIN, 0);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
