package io.xenscope.dissect.test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Cuts and bends streams; every method returns a new array. */
public final class Octets {

    private Octets() {}

    /** Octets from a hex dump; an offset column of four digits and the text behind a {@code #} are passed over. */
    public static byte[] dump(String text) {
        StringBuilder hex = new StringBuilder();
        text.lines()
                .map(line -> line.replaceFirst("^\\s*[0-9a-f]{4} ", "").replaceFirst("#.*", ""))
                .forEach(line -> hex.append(line.replace(" ", "")));
        return HexFormat.of().parseHex(hex);
    }

    public static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static byte[] join(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /** The same octets with others from {@code at} on. */
    public static byte[] patch(byte[] octets, int at, int... values) {
        byte[] bent = octets.clone();
        for (int i = 0; i < values.length; i++) {
            bent[at + i] = (byte) values[i];
        }
        return bent;
    }

    /** The same octets with {@code [from, to)} replaced. */
    public static byte[] replace(byte[] octets, int from, int to, byte[] by) {
        return join(head(octets, from), by, tail(octets, to));
    }

    public static byte[] insert(byte[] octets, int at, byte[] what) {
        return replace(octets, at, at, what);
    }

    public static byte[] without(byte[] octets, int from, int to) {
        return replace(octets, from, to, new byte[0]);
    }

    public static byte[] head(byte[] octets, int end) {
        return Arrays.copyOf(octets, end);
    }

    public static byte[] tail(byte[] octets, int from) {
        return Arrays.copyOfRange(octets, from, octets.length);
    }
}
