package io.xenscope.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tukaani.xz.XZInputStream;

/** The packets of the direction of a clean pcap capture (Ethernet) that carries most, in order of the stream. */
final class Segments {

    private static final int FILE_HEADER = 24;
    private static final int PACKET_HEADER = 16;
    private static final int ETHERNET = 14;

    /** Octets of the stream from {@code offset} on. */
    record Segment(long offset, byte[] octets) {
        long end() {
            return offset + octets.length;
        }
    }

    private record Piece(long sequence, byte[] octets) {}

    private Segments() {}

    static List<Segment> of(Path capture) throws IOException {
        byte[] file;
        try (InputStream in = new XZInputStream(Files.newInputStream(capture))) {
            file = in.readAllBytes();
        }
        Map<Integer, List<Piece>> directions = new HashMap<>();
        ByteBuffer pcap = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = FILE_HEADER; at < file.length; ) {
            int length = pcap.getInt(at + 8);
            packet(ByteBuffer.wrap(file, at + PACKET_HEADER, length).slice(), directions);
            at += PACKET_HEADER + length;
        }
        List<Piece> most = directions.values().stream()
                .max(Comparator.comparingLong(list ->
                        list.stream().mapToLong(piece -> piece.octets().length).sum()))
                .orElseThrow();
        return inOrder(most);
    }

    private static void packet(ByteBuffer frame, Map<Integer, List<Piece>> directions) {
        boolean v6 = (frame.getShort(12) & 0xffff) == 0x86dd;
        int ip = ETHERNET;
        int tcp = v6 ? ip + 40 : ip + (frame.get(ip) & 15) * 4;
        int end = v6 ? tcp + (frame.getShort(ip + 4) & 0xffff) : ip + (frame.getShort(ip + 2) & 0xffff);
        int data = tcp + (frame.get(tcp + 12) >> 4 & 15) * 4;
        boolean syn = (frame.get(tcp + 13) & 2) != 0;
        byte[] octets = new byte[end - data];
        frame.get(data, octets);
        if (octets.length > 0 || syn) {
            long sequence = (frame.getInt(tcp + 4) & 0xffff_ffffL) + (syn ? 1 : 0);
            directions
                    .computeIfAbsent(frame.getInt(tcp), ports -> new ArrayList<>())
                    .add(new Piece(sequence, octets));
        }
    }

    private static List<Segment> inOrder(List<Piece> pieces) {
        long first = pieces.get(0).sequence();
        List<Segment> all = new ArrayList<>(pieces.stream()
                .map(piece -> new Segment((int) (piece.sequence() - first), piece.octets()))
                .sorted(Comparator.comparingLong(Segment::offset))
                .toList());
        List<Segment> ordered = new ArrayList<>();
        long next = 0;
        for (Segment segment : all) {
            if (segment.offset() == next && segment.octets().length > 0) {
                ordered.add(segment);
                next = segment.end();
            }
        }
        return ordered;
    }
}
