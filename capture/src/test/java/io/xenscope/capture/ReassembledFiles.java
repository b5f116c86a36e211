package io.xenscope.capture;

import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.StreamInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes what the connections of captures carried, for comparisons with other programs (bench/differential). */
final class ReassembledFiles {

    private ReassembledFiles() {}

    /**
     * Arguments: captures. Beside each, for each direction that carries something: {@code CAPTURE.ours/FROM-TO}, ports of
     * both ends, with zeroes for octets that are missing, and {@code FROM-TO.gaps} with a line {@code OFFSET LENGTH} for
     * each hole.
     */
    public static void main(String[] captures) throws IOException {
        for (String name : captures) {
            Path capture = Path.of(name);
            Path folder = Files.createDirectories(Path.of(name + ".ours"));
            try (OctetInput input = OctetInput.open(capture)) {
                new CaptureReader(input, connection -> written(folder, connection), CaptureLimits.DEFAULT, notice -> {})
                        .run();
            }
        }
    }

    private static ConnectionInput written(Path folder, Connection connection) {
        StreamInput first = new Written(file(folder, connection.first(), connection.second()));
        StreamInput second = new Written(file(folder, connection.second(), connection.first()));
        return new ConnectionInput() {
            @Override
            public StreamInput fromFirst() {
                return first;
            }

            @Override
            public StreamInput fromSecond() {
                return second;
            }
        };
    }

    private static Path file(Path folder, Endpoint from, Endpoint to) {
        return folder.resolve(from.port() + "-" + to.port());
    }

    private static final class Written implements StreamInput {
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private final List<String> gaps = new ArrayList<>();
        private final Path file;

        Written(Path file) {
            this.file = file;
        }

        @Override
        public void bytes(byte[] buffer, int offset, int length, long time) {
            octets.write(buffer, offset, length);
        }

        @Override
        public void gap(long count, GapCause cause, long time) {
            gaps.add(octets.size() + " " + count);
            octets.writeBytes(new byte[Math.toIntExact(count)]);
        }

        @Override
        public void found(String code, String text, long time) {}

        @Override
        public void end(EndReason reason, long time) {
            try {
                if (octets.size() > 0) {
                    Files.write(file, octets.toByteArray());
                    Files.write(file.resolveSibling(file.getFileName() + ".gaps"), gaps, StandardCharsets.US_ASCII);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
