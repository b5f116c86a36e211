package io.xenscope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.xenscope.dissect.EndReason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Files, pipes and compression (carriers specification 5). */
class OctetInputTest {

    // The LZ4 compressor of the library needs seconds for much more.
    private static final int LONG = 30_000;

    private interface Wrap {
        OutputStream wrap(OutputStream out) throws IOException;
    }

    private static byte[] content(int length) {
        byte[] octets = new byte[length];
        Random random = new Random(length);
        for (int i = 0; i < length; i++) {
            octets[i] = (byte) (random.nextInt(2) == 0 ? random.nextInt() : 'a');
        }
        return octets;
    }

    private static byte[] compress(Wrap wrap, byte[] octets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream compressor = wrap.wrap(out)) {
            compressor.write(octets);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] octets) {
        return compress(GZIPOutputStream::new, octets);
    }

    private static byte[] xz(byte[] octets) {
        return compress(out -> new XZOutputStream(out, new LZMA2Options(1)), octets);
    }

    private static byte[] lz4(byte[] octets) {
        return compress(FramedLZ4CompressorOutputStream::new, octets);
    }

    private static byte[] bzip2(byte[] octets) {
        return compress(BZip2CompressorOutputStream::new, octets);
    }

    private static OctetInput input(byte[] octets) throws IOException {
        return OctetInput.of(new ByteArrayInputStream(octets), "test");
    }

    private static byte[] readAll(OctetInput input) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[10_000];
        int count;
        while ((count = input.read(buffer, 7, 9_000)) > 0) {
            all.write(buffer, 7, count);
        }
        assertThat(count).isEqualTo(-1);
        return all.toByteArray();
    }

    private static void twoMembers(byte[] one, byte[] two, String name) throws IOException {
        try (OctetInput input = input(Frames.concat(one, two))) {
            assertThat(input.compression()).isEqualTo(name);
            assertThat(input.peek(5)).isEqualTo(Arrays.copyOf(content(LONG), 5));
            assertThat(readAll(input)).isEqualTo(Frames.concat(content(LONG), content(5_000)));
            assertThat(input.position()).isEqualTo(one.length + two.length);
            assertThat(input.size()).isEqualTo(-1);
        }
    }

    @Test
    void concatenatedMembersOfAllFormats() throws IOException {
        byte[] one = content(LONG);
        byte[] two = content(5_000);
        twoMembers(gzip(one), gzip(two), "gzip");
        twoMembers(xz(one), xz(two), "xz");
        twoMembers(Zstd.compress(one), Zstd.compress(two), "zstd");
        byte[] skippable = Frames.octets(0x53, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3);
        twoMembers(Frames.concat(skippable, Zstd.compress(one)), Zstd.compress(two), "zstd");
        twoMembers(lz4(one), lz4(two), "lz4");
        twoMembers(bzip2(one), bzip2(two), "bzip2");
    }

    @Test
    void nested() throws IOException {
        byte[] octets = content(3000);
        try (OctetInput input = input(gzip(xz(lz4(octets))))) {
            assertThat(input.compression()).isEqualTo("gzip+xz+lz4");
            assertThat(readAll(input)).isEqualTo(octets);
        }
        assertThatThrownBy(() -> input(gzip(gzip(gzip(gzip(octets))))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("test");
    }

    @Test
    void unsupportedFormatsAreNamed() {
        byte[] lzop = Frames.octets(0x89, 'L', 'Z', 'O', 0, 13, 10, 26, 10, 1, 2, 3);
        assertThatThrownBy(() -> input(lzop)).isInstanceOf(IOException.class).hasMessageContaining("lzop");
        assertThatThrownBy(() -> input(Frames.octets(2, 0x21, 0x4C, 0x18, 1, 2, 3, 4)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("legacy");
    }

    @Test
    void plainFile(@TempDir Path directory) throws IOException {
        byte[] octets = content(700_000);
        Path file = Files.write(directory.resolve("plain"), octets);
        try (OctetInput input = OctetInput.open(file)) {
            assertThat(input.compression()).isNull();
            assertThat(input.size()).isEqualTo(octets.length);
            assertThat(input.peek(4)).isEqualTo(Arrays.copyOf(octets, 4));
            assertThat(input.peek(2)).isEqualTo(Arrays.copyOf(octets, 2));
            assertThat(input.peek(40)).isEqualTo(Arrays.copyOf(octets, 40));
            assertThat(readAll(input)).isEqualTo(octets);
            assertThat(input.peek(4)).isEmpty();
            assertThat(input.position()).isEqualTo(octets.length);
        }
        assertThatThrownBy(() -> OctetInput.open(directory.resolve("missing"))).isInstanceOf(IOException.class);
    }

    @Test
    void damageNamesFileAndOffset(@TempDir Path directory) throws IOException {
        byte[] octets = content(LONG);
        for (byte[] compressed :
                new byte[][] {gzip(octets), xz(octets), Zstd.compress(octets), lz4(octets), bzip2(octets)}) {
            Path file = Files.write(directory.resolve("cut"), Arrays.copyOf(compressed, compressed.length / 2));
            assertThatThrownBy(() -> readFile(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cut")
                    .hasMessageContaining("offset");
        }
    }

    private static byte[] readFile(Path file) throws IOException {
        try (OctetInput input = OctetInput.open(file)) {
            return readAll(input);
        }
    }

    @Test
    void whatCameBeforeTheDamageIsKept() throws IOException {
        byte[] capture =
                new Talk().open().client(0, "abc").client(3, "x".repeat(3000)).octets();
        byte[] compressed = gzip(capture);
        Recorder recorder = new Recorder();
        CaptureReader reader;
        try (OctetInput input = input(Arrays.copyOf(compressed, compressed.length - 8))) {
            reader = new CaptureReader(input, recorder, CaptureLimits.DEFAULT, recorder.notices::add);
            assertThatThrownBy(reader::run).isInstanceOf(IOException.class);
        }
        assertThat(recorder.first().offset).isEqualTo(3003);
        assertThat(recorder.first().end).isEqualTo(EndReason.INPUT_ERROR);
        assertThat(reader.summary().packets()).isEqualTo(5);
    }

    @Test
    void damagedGzipGivesWhatStandsBeforeTheDamageHoweverItIsRead() throws IOException {
        byte[] damaged = gzip(content(LONG));
        damaged[damaged.length / 2] ^= (byte) 0xff;
        assertThat(untilDamage(damaged, 1 << 16)).isEqualTo(untilDamage(damaged, 1));
    }

    @Test
    void aZstdFrameCutShortBehindAnotherIsDamageWhereverItIsCut() throws IOException {
        byte[] skippable = Frames.octets(0x53, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3);
        byte[] first = Frames.concat(Zstd.compress(content(5_000)), skippable);
        for (byte[] second : new byte[][] {Zstd.compress(content(10)), skippable}) {
            for (int cut = 1; cut < second.length; cut++) {
                byte[] damaged = Frames.concat(first, Arrays.copyOf(second, cut));
                assertThat(untilDamage(damaged, 1 << 16)).startsWith(content(5_000));
                assertThat(untilDamage(damaged, 1)).startsWith(content(5_000));
            }
        }
        assertThat(untilDamage(Frames.concat(first, new byte[5]), 300)).isEqualTo(content(5_000));
    }

    @Test
    void damagedZstdGivesWhatStandsBeforeTheDamageHoweverItIsRead() throws IOException {
        byte[] damaged = compress(
                out -> {
                    ZstdOutputStreamNoFinalizer zstd = new ZstdOutputStreamNoFinalizer(out);
                    zstd.setChecksum(true);
                    return zstd;
                },
                content(700_000));
        damaged[damaged.length - 1] ^= 1;
        assertThat(untilDamage(damaged, 1 << 16)).isEqualTo(content(700_000));
        assertThat(untilDamage(damaged, 1)).isEqualTo(content(700_000));
    }

    @Test
    void windowsOfZstdAboveTheMostAreRefused() throws IOException {
        byte[] frame = compress(ZstdOutputStreamNoFinalizer::new, content(LONG));
        int singleSegment = frame[4] >>> 5 & 1;
        assertThat(singleSegment).isZero();
        frame[5] = (byte) (27 - 10 << 3);
        assertThat(readAll(input(frame))).isEqualTo(content(LONG));
        frame[5] = (byte) (28 - 10 << 3);
        assertThat(untilDamage(frame, 300)).isEmpty();
    }

    @Test
    void emptyBlocksOfLz4AreNoEnd() throws IOException {
        byte[] octets = content(3000);
        byte[] frame = lz4(octets);
        byte[] empty = Frames.octets(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0);
        int header = 7;
        byte[] filled = Frames.concat(
                Frames.concat(Arrays.copyOf(frame, header), empty), Arrays.copyOfRange(frame, header, frame.length));
        assertThat(readAll(input(filled))).isEqualTo(octets);
    }

    @Test
    void aGzipMemberCutShortBehindAnotherIsDamageWhereverItIsCut() throws IOException {
        byte[] first = gzip(content(5_000));
        byte[] second = gzip(content(10));
        for (int cut = 1; cut < second.length; cut++) {
            byte[] damaged = Frames.concat(first, Arrays.copyOf(second, cut));
            assertThat(untilDamage(damaged, 1 << 16)).startsWith(content(5_000));
            assertThat(untilDamage(damaged, 1)).startsWith(content(5_000));
        }
        assertThat(untilDamage(Frames.concat(first, new byte[5]), 300)).isEqualTo(content(5_000));
        assertThat(untilDamage(Frames.concat(first, new byte[100_000]), 300)).isEqualTo(content(5_000));
    }

    @Test
    void whatFailedOnceFailsForGood() throws IOException {
        byte[] damaged = gzip(content(LONG));
        damaged[damaged.length - 6] ^= (byte) 0xff;
        try (OctetInput input = input(damaged)) {
            byte[] octets = new byte[LONG];
            for (int at = 0; at < LONG; ) {
                at += input.read(octets, at, LONG - at);
            }
            assertThat(octets).isEqualTo(content(LONG));
            Throwable first = catchThrowable(() -> input.read(octets, 0, LONG));
            assertThat(first).isInstanceOf(IOException.class).hasMessageContaining("cannot be decompressed (gzip)");
            assertThat(catchThrowable(() -> input.read(octets, 0, LONG))).isSameAs(first);
        }
    }

    private static byte[] untilDamage(byte[] damaged, int piece) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] octets = new byte[piece];
        try (OctetInput input = input(damaged)) {
            while (true) {
                out.write(octets, 0, input.read(octets, 0, piece));
            }
        } catch (IOException expected) {
            return out.toByteArray();
        }
    }

    private static long lengthOf(byte[] compressed, DecompressionLimits limits, int piece) throws IOException {
        long sum = 0;
        try (OctetInput input = OctetInput.of(new ByteArrayInputStream(compressed), "test", limits)) {
            byte[] octets = new byte[piece];
            for (int count = input.read(octets, 0, piece); count >= 0; count = input.read(octets, 0, piece)) {
                sum += count;
            }
        } catch (DecompressionLimitException e) {
            assertThat(e).hasMessageContaining("test: more than");
            return -sum;
        }
        return sum;
    }

    @Test
    void decompressionEndsWhereTooMuchHasComeOut() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(new byte[1 << 20]);
        }
        byte[] bomb = out.toByteArray();
        for (int piece : new int[] {1000, 1 << 17}) {
            assertThat(lengthOf(bomb, new DecompressionLimits(Long.MAX_VALUE, 2000), piece))
                    .isEqualTo(1 << 20);
            assertThat(lengthOf(bomb, new DecompressionLimits(1 << 20, Long.MAX_VALUE), piece))
                    .isEqualTo(1 << 20);
            assertThat(lengthOf(bomb, new DecompressionLimits(300_000, Long.MAX_VALUE), piece))
                    .isEqualTo(-300_000);
            assertThat(lengthOf(bomb, new DecompressionLimits(Long.MAX_VALUE, 200), piece))
                    .isNegative()
                    .isGreaterThan(-300_000);
        }
    }
}
