package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.dissect.input.FileInput;
import io.xenscope.output.NdjsonSink;
import io.xenscope.output.OutputOptions;
import io.xenscope.samples.grammar.DomainType;
import io.xenscope.samples.grammar.Emulator;
import io.xenscope.samples.grammar.HvmParam;
import io.xenscope.samples.grammar.PageEntry;
import io.xenscope.samples.grammar.PageSource;
import io.xenscope.samples.grammar.PageType;
import io.xenscope.samples.grammar.PhysmapEntry;
import io.xenscope.samples.grammar.StreamWriter;
import io.xenscope.samples.grammar.TscInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A small stream of each kind, cut short and damaged at every octet: decoding always ends with one migration.end, every
 * octet lies in one event, and every event follows the schema.
 */
class DamageTest {

    private static final long KNOWN_HEAD = 32;

    private static byte[] xlSave() throws IOException {
        return StreamWriter.octets(stream -> {
            stream.xl().header("{\"c_info\":{\"type\":\"hvm\",\"name\":\"g\"},\"b_info\":{}}");
            stream.libxl().header();
            stream.libxl().libxcContext();
            hvmImage(stream);
            stream.libxc().end();
            stream.libxl()
                    .emulatorXenstoreData(
                            Emulator.QEMU_UPSTREAM, new PhysmapEntry("f0000000", 0xf0000000L, 0x800000L, "vga.vram"));
            stream.libxl().emulatorContext(Emulator.QEMU_UPSTREAM, (byte) 'Q', (byte) 'E', (byte) 'V', (byte) 'M');
            stream.libxl().end();
        });
    }

    private static byte[] remus() throws IOException {
        return StreamWriter.octets(stream -> {
            stream.libxl().header();
            stream.libxl().libxcContext();
            hvmImage(stream);
            stream.libxc().checkpoint();
            stream.libxl().checkpointEnd();
            stream.libxc().tscInfo(new TscInfo(0, 2_400_000, 1, 1));
            stream.libxc().hvm().context(new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
            stream.libxc().checkpoint();
            stream.libxl().checkpointEnd();
        });
    }

    private static byte[] pvImage() throws IOException {
        return StreamWriter.octets(stream -> {
            stream.libxc().imageHeader(2);
            stream.libxc().domainHeader(DomainType.PV, 4, 13);
            stream.libxc().pv().info(8);
            stream.libxc().pv().p2mFrames(0L, 0x1ffL, 0x10L);
            stream.libxc()
                    .pageData(PageSource.ZEROES, PageEntry.of(0x10, PageType.NOTAB), PageEntry.of(0x11, PageType.XTAB));
            stream.libxc().tscInfo(new TscInfo(0, 2_400_000, 1, 1));
            stream.libxc().pv().vcpuXsave(0, new byte[16]);
            stream.libxc().end();
        });
    }

    private static void hvmImage(StreamWriter stream) throws IOException {
        stream.libxc().imageHeader(3);
        stream.libxc().domainHeader(DomainType.HVM, 4, 17);
        stream.libxc().staticDataEnd();
        stream.libxc().pageData(PageSource.ZEROES, PageEntry.of(1, PageType.NOTAB), PageEntry.of(2, PageType.XTAB));
        stream.libxc().tscInfo(new TscInfo(0, 2_400_000, 1, 1));
        stream.libxc().hvm().context(new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        stream.libxc().hvm().params(new HvmParam(1, 0xfeffc));
    }

    private static byte[] backChannel() throws IOException {
        return StreamWriter.octets(stream -> {
            stream.handshake().banner();
            stream.handshake().ready();
            stream.handshake().report();
            stream.handshake().status(0);
        });
    }

    private static List<byte[]> streams() throws IOException {
        return List.of(xlSave(), remus(), pvImage(), backChannel());
    }

    @Test
    void everyTruncationEndsAndAccountsForEveryOctet() throws IOException {
        for (byte[] stream : streams()) {
            for (int length = (int) KNOWN_HEAD; length <= stream.length; length++) {
                assertAccounted(Arrays.copyOf(stream, length));
            }
        }
    }

    @Test
    void everyDamagedOctetEndsAndAccountsForEveryOctet() throws IOException {
        for (byte[] stream : streams()) {
            for (int at = (int) KNOWN_HEAD; at < stream.length; at++) {
                for (int damage : new int[] {0x01, 0x80, 0xff}) {
                    byte[] damaged = stream.clone();
                    damaged[at] ^= (byte) damage;
                    if (isInPage(stream, at)) {
                        continue;
                    }
                    assertAccounted(damaged);
                }
            }
        }
    }

    /** Octets inside pages of zeroes change nothing but the zero count; one of them in 97 is enough. */
    private static boolean isInPage(byte[] stream, int at) {
        for (int i = Math.max(0, at - 64); i < Math.min(stream.length, at + 64); i++) {
            if (stream[i] != 0) {
                return false;
            }
        }
        return at % 97 != 0;
    }

    private static void assertAccounted(byte[] stream) throws IOException {
        String ndjson = decode(stream);
        Events.assertValid(ndjson);
        Events.assertOrderly(ndjson);
        long octets = 0;
        for (JsonNode event : Events.parse(ndjson)) {
            boolean tile = List.of("record", "batch", "gap").contains(Events.action(event));
            octets += tile ? event.at("/xenscope/length").asLong() : 0;
        }
        assertThat(octets).isEqualTo(stream.length);
    }

    private static String decode(byte[] stream) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (NdjsonSink sink = new NdjsonSink(out, OutputOptions.defaults("test"))) {
            FileInput input = new Dissector(DissectOptions.DEFAULT, sink).file(null, "damaged", null);
            input.bytes(stream, 0, stream.length, 0);
            input.end(EndReason.FIN, 0);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
