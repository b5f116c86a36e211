package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.Limits;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.dissect.input.FileInput;
import io.xenscope.output.NdjsonSink;
import io.xenscope.output.OutputOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However whole real streams are cut into pieces, the same octets of NDJSON come out. */
class CutsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hvm-remus-libxl-4.22.bin.xz",
                "hvm-colo-libxl-4.13.bin.xz",
                "hvm-colo-libxl-4.13.back.bin",
                "hvm-colo-libxl-pfn15-4.22.back.bin",
                "pv64-live-4.13.bin.xz",
                "pv64-p2mgen-abort-4.13.bin.xz",
                "hvm-live-4.4.libxc-converted.bin.xz",
                "xen417-pv-tiny-save.xl.img.xz",
                "xen414-to-417-migrate-lan-pv.s2c.bin",
                "hvm-plain-4.0.xend-savefile.bin.xz",
                "hvm-live-4.4.xl-migrate.receiver-to-sender.bin.xz",
                "hvm-remus-comp-libxl-4.4.xl-remus.sender-to-receiver.bin.xz"
            })
    void anyCutGivesTheSameEvents(String name) throws IOException {
        byte[] stream = PageTable.octets("images/" + name);
        String whole = decode(stream, () -> stream.length);
        assertThat(whole).contains("\"migration.end\"");

        assertThat(decode(stream, () -> 1)).isEqualTo(whole);
        for (int seed = 0; seed < 4; seed++) {
            Random random = new Random(seed);
            int most = 1 << (4 + 6 * seed);
            assertThat(decode(stream, () -> 1 + random.nextInt(most)))
                    .as("pieces of up to %d octets, seed %d", most, seed)
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hvm-live-4.22.bin.xz",
                "hvm-remus-libxl-4.22.bin.xz",
                "pv64-live-4.13.bin.xz",
                "hvm-live-4.4-m32.bin.xz"
            })
    void filesInMemoryGiveTheSameEvents(String name) throws IOException {
        byte[] stream = PageTable.octets("images/" + name);
        ByteBuffer memory = ByteBuffer.allocateDirect(stream.length).put(stream).clear();
        for (boolean hashing : List.of(false, true)) {
            for (boolean analysing : List.of(false, true)) {
                DissectOptions options = new DissectOptions(analysing, hashing, Limits.DEFAULT, null);
                String whole = decode(options, input -> input.bytes(stream, 0, stream.length, 0));
                assertThat(whole).contains("\"migration.end\"");
                assertThat(decode(options, input -> input.bytes(memory, 0, stream.length, 0)))
                        .isEqualTo(whole);
                for (int seed = 0; seed < 3; seed++) {
                    Random random = new Random(seed);
                    int most = 1 << (4 + 6 * seed);
                    assertThat(decode(options, input -> mixed(input, stream, memory, most, random)))
                            .as("pieces of up to %d octets, seed %d", most, seed)
                            .isEqualTo(whole);
                }
            }
        }
    }

    /** Pieces as arrays and in memory, as they come. */
    private static void mixed(FileInput input, byte[] stream, ByteBuffer memory, int most, Random random) {
        int at = 0;
        while (at < stream.length) {
            int length = Math.min(1 + random.nextInt(most), stream.length - at);
            if (random.nextInt(4) == 0) {
                input.bytes(stream, at, length, 0);
            } else {
                input.bytes(memory, at, length, 0);
            }
            at += length;
        }
    }

    private static String decode(byte[] stream, IntSupplier pieceLength) throws IOException {
        return decode(new DissectOptions(true, true, Limits.DEFAULT, null), input -> {
            int at = 0;
            while (at < stream.length) {
                int length = Math.min(pieceLength.getAsInt(), stream.length - at);
                input.bytes(stream, at, length, 0);
                at += length;
            }
        });
    }

    private static String decode(DissectOptions options, Consumer<FileInput> feeding) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (NdjsonSink sink = new NdjsonSink(out, OutputOptions.defaults("test"))) {
            FileInput input = new Dissector(options, sink).file(null, "sample", null);
            feeding.accept(input);
            input.end(EndReason.FIN, 0);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
