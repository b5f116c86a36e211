package io.xenscope.cli;

import io.xenscope.capture.OctetInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The page table beside an image, {@code NAME.pages.tsv.xz}; samples/README.md tells what is in it. */
final class PageTable {

    private static final int PIECE = 1 << 20;

    private PageTable() {}

    /** For each checkpoint with changes the pages the receiver holds; it keeps those that the sender gave up. */
    static Map<Integer, Map<Long, String>> of(String image) throws IOException {
        Map<Integer, Map<Long, String>> points = new TreeMap<>();
        Map<Long, String> held = new HashMap<>();
        String text = new String(octets("images/" + image + ".pages.tsv.xz"), StandardCharsets.UTF_8);
        for (String row : text.split("\n")) {
            String[] columns = row.split("\t");
            if (row.startsWith("#")) {
                continue;
            }
            Integer point = Integer.valueOf(columns[0]);
            if (!points.containsKey(point)) {
                held = new HashMap<>(held);
                points.put(point, held);
            }
            if (!columns[3].equals("gone")) {
                held.put(Long.decode(columns[1]), columns[3]);
            }
        }
        return points;
    }

    /** A sample, decompressed. */
    static byte[] octets(String sample) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        try (OctetInput input = OctetInput.open(Samples.path(sample))) {
            for (int count = input.read(piece, 0, PIECE); count >= 0; count = input.read(piece, 0, PIECE)) {
                octets.write(piece, 0, count);
            }
        }
        return octets.toByteArray();
    }
}
