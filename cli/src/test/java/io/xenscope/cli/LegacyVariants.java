package io.xenscope.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.tukaani.xz.XZInputStream;

/** Legacy samples changed in few places. */
final class LegacyVariants {

    /**
     * A changed sample and what is to be found in it.
     *
     * @param edits places in ascending order, as {@code offset:octets removed:octets inserted}
     * @param findings codes with severity and offset
     */
    record Variant(String name, String sample, String edits, String outcome, List<String> findings) {
        @Override
        public String toString() {
            return sample + " " + name;
        }

        byte[] octets() {
            return edited(octetsOf(sample), edits);
        }
    }

    private LegacyVariants() {}

    static List<Variant> all() {
        try (InputStream in = LegacyVariants.class.getResourceAsStream("legacy-variants.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .map(row -> new Variant(
                            row[0],
                            row[1],
                            row[2],
                            row[3],
                            row[4].equals("-") ? List.of() : List.of(row[4].split(", "))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] octetsOf(String sample) {
        try (InputStream in = new XZInputStream(Files.newInputStream(Samples.path("images/" + sample + ".bin.xz")))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] edited(byte[] stream, String edits) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        for (String edit : edits.split(",")) {
            String[] parts = edit.split(":", -1);
            int place = Integer.parseInt(parts[0], 16);
            out.write(stream, at, place - at);
            Arrays.stream(parts[2].split(" ")).forEach(part -> insert(out, part));
            at = parts[1].equals("end") ? stream.length : place + Integer.parseInt(parts[1]);
        }
        out.write(stream, at, stream.length - at);
        return out.toByteArray();
    }

    private static void insert(ByteArrayOutputStream out, String part) {
        String[] repeated = part.split("\\*");
        byte[] octets = HexFormat.of().parseHex(repeated[0]);
        int times = repeated.length == 1 ? 1 : Integer.parseInt(repeated[1]);
        for (int i = 0; i < times; i++) {
            out.writeBytes(octets);
        }
    }
}
