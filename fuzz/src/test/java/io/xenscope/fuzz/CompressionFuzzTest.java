package io.xenscope.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.github.luben.zstd.Zstd;
import io.xenscope.capture.OctetInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.junit.jupiter.params.provider.MethodSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Compressed files: whatever is done to them, the same octets for every way of reading, then an end or an IOException. */
class CompressionFuzzTest {

    /** Enough of a bomb. */
    private static final int MOST = 1 << 18;

    @FunctionalInterface
    private interface Compressor {
        OutputStream around(OutputStream out) throws IOException;
    }

    static Stream<byte[]> compressed() throws IOException {
        byte[] plain = Seeds.streams().get("xl save");
        byte[] gzip = with(GZIPOutputStream::new, plain);
        byte[] xz = with(out -> new XZOutputStream(out, new LZMA2Options()), plain);
        return Stream.of(
                gzip,
                xz,
                Zstd.compress(plain),
                with(FramedLZ4CompressorOutputStream::new, plain),
                with(BZip2CompressorOutputStream::new, plain),
                with(GZIPOutputStream::new, xz),
                plain);
    }

    private static byte[] with(Compressor compressor, byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream compressing = compressor.around(out)) {
            compressing.write(plain);
        }
        return out.toByteArray();
    }

    private record Read(byte[] octets, boolean failed) {}

    @MethodSource("compressed")
    @FuzzTest
    void file(byte[] octets) {
        Random chance = Trial.chance(octets);
        Read whole = read(new ByteArrayInputStream(octets), 1 << 16, 0);
        alike(whole, read(new Trickle(octets), 1 << 16, 0));
        alike(whole, read(new ByteArrayInputStream(octets), 1 + chance.nextInt(300), chance.nextInt(200)));
    }

    /**
     * Most decoders forget what they had decoded when they meet damage in the same call, so that only beginnings are alike; and
     * a damage that comes behind enough of a bomb for one of them is not met.
     */
    private static void alike(Read one, Read other) {
        boolean more = one.octets().length == MOST || other.octets().length == MOST;
        Promises.require(more || one.failed() == other.failed(), "the same end for every way of reading");
        int common = Math.min(one.octets().length, other.octets().length);
        Promises.require(
                Arrays.equals(Arrays.copyOf(one.octets(), common), Arrays.copyOf(other.octets(), common)),
                "the same octets for every way of reading");
        Promises.require(
                more || one.failed() || one.octets().length == other.octets().length,
                "as many octets for every way of reading");
    }

    private static Read read(ByteArrayInputStream stream, int most, int peeked) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int all = stream.available();
        try (OctetInput input = OctetInput.of(stream, "fuzz")) {
            byte[] head = input.peek(peeked);
            byte[] piece = new byte[most];
            int count = 0;
            while (count >= 0 && out.size() < MOST) {
                out.write(piece, 0, count);
                count = input.read(piece, 0, Math.min(most, MOST - out.size()));
                Promises.require(count != 0 || out.size() == MOST, "octets or an end");
                Promises.require(input.position() <= all, "position " + input.position());
            }
            byte[] read = out.toByteArray();
            Promises.require(Arrays.equals(head, Arrays.copyOf(read, head.length)), "peeked octets come");
            return new Read(read, false);
        } catch (IOException e) {
            Promises.require(e.getMessage() != null, "an exception that says what is wrong");
            return new Read(out.toByteArray(), true);
        }
    }
}
