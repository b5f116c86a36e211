package io.xenscope.cli;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Either end of {@code xl migrate}: speaks when its part of the conversation has come, and not before (carriers
 * specification 3.2). Each gives the digest of all it was told.
 */
final class StandIn {

    static final int BANNER = 54;
    static final int READY = 34;
    static final int GO = 44;

    /** How a sender writes. */
    @FunctionalInterface
    interface Writing {
        void write(OutputStream out, byte[] octets, int from, int to) throws IOException;
    }

    static final Writing AT_ONCE = (out, octets, from, to) -> out.write(octets, from, to - from);

    private StandIn() {}

    /** The sending host, to the end of both directions. */
    static String send(Recording said, InputStream in, OutputStream out, Writing writing) throws IOException {
        MessageDigest sha = sha();
        boolean answered = said.back().length > 0;
        int stream = said.forward().length - (answered ? GO : 0);
        hear(in, sha, answered ? BANNER : 0);
        writing.write(out, said.forward(), 0, stream);
        out.flush();
        hear(in, sha, answered ? READY : 0);
        writing.write(out, said.forward(), stream, said.forward().length);
        out.flush();
        hear(in, sha, answered ? said.back().length - BANNER - READY : 0);
        return hex(sha);
    }

    /** The receiving host, until the sender has ended. */
    static String receive(Recording said, InputStream in, OutputStream out) throws IOException {
        MessageDigest sha = sha();
        boolean answers = said.back().length > 0;
        if (answers) {
            out.write(said.back(), 0, BANNER);
            out.flush();
            hear(in, sha, said.forward().length - GO);
            out.write(said.back(), BANNER, READY);
            out.flush();
            hear(in, sha, GO);
            out.write(said.back(), BANNER + READY, said.back().length - BANNER - READY);
            out.flush();
        }
        return hexOfRest(in, sha);
    }

    private static void hear(InputStream in, MessageDigest sha, int count) throws IOException {
        DataInputStream whole = new DataInputStream(in);
        byte[] piece = new byte[1 << 16];
        for (int left = count; left > 0; left -= piece.length) {
            piece = left < piece.length ? new byte[left] : piece;
            whole.readFully(piece);
            sha.update(piece);
        }
    }

    private static String hexOfRest(InputStream in, MessageDigest sha) throws IOException {
        byte[] piece = new byte[1 << 16];
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
            sha.update(piece, 0, count);
        }
        return hex(sha);
    }

    static String digest(byte[] octets) {
        try {
            return hexOfRest(new ByteArrayInputStream(octets), sha());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String hex(MessageDigest sha) {
        return HexFormat.of().formatHex(sha.digest());
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** The receiving host as a command: says on standard error what it heard, ends with the code given. */
    public static void main(String[] arguments) throws IOException {
        String heard = receive(Recording.xlMigrate(), System.in, System.out);
        System.err.println("heard " + heard + " " + Arrays.asList(arguments));
        System.out.close();
        System.exit(Integer.parseInt(arguments[0]));
    }
}
