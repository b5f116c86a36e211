package io.xenscope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedFileTest {

    @TempDir
    Path folder;

    @Test
    void windowsShowTheWholeFile() throws IOException {
        byte[] content = new byte[2 * MappedFile.WINDOW + 12_345];
        new Random(1).nextBytes(content);
        Path file = Files.write(folder.resolve("file"), content);
        byte[] seen = new byte[content.length];
        try (OctetInput input = OctetInput.open(file)) {
            MappedFile mapped = input.mapped();
            assertThat(mapped).isNotNull();
            int offset = 0;
            for (ByteBuffer window = mapped.window(0); window.capacity() > 0; window = mapped.window(offset)) {
                assertThat(input.position()).isGreaterThanOrEqualTo(offset);
                window.get(0, seen, offset, window.capacity());
                offset += window.capacity();
            }
        }
        assertThat(seen).isEqualTo(content);
    }

    @Test
    void smallAndCompressedFilesAreRead() throws IOException {
        try (OctetInput small = OctetInput.open(Files.write(folder.resolve("small"), new byte[100]))) {
            assertThat(small.mapped()).isNull();
        }
        byte[] incompressible = new byte[2 * MappedFile.WINDOW];
        new Random(1).nextBytes(incompressible);
        Path file = folder.resolve("file.gz");
        try (var packed = new java.util.zip.GZIPOutputStream(Files.newOutputStream(file))) {
            packed.write(incompressible);
        }
        try (OctetInput input = OctetInput.open(file)) {
            assertThat(input.mapped()).isNull();
            assertThat(input.read(new byte[1], 0, 1)).isEqualTo(1);
        }
    }

    @Test
    void aFileThatGetsShorterIsAFaultOfTheFile() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[MappedFile.WINDOW]);
        try (OctetInput input = OctetInput.open(file)) {
            MappedFile mapped = input.mapped();
            assertThat(mapped).isNotNull();
            ByteBuffer window = mapped.window(0);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(10);
            }
            byte[] copy = new byte[window.capacity()];
            // The fault is told a moment later, at the latest when the next window is asked for.
            assertThatThrownBy(() -> {
                        window.get(0, copy);
                        mapped.window(10);
                    })
                    .isInstanceOfSatisfying(
                            InternalError.class,
                            problem -> assertThat(mapped.failure(problem))
                                    .hasMessageContaining(file + ": cannot be read behind offset"));
            assertThat(mapped.window(10).capacity()).isZero();
        }
    }
}
