package io.xenscope.samples.carrier;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Beginnings of what cannot be looked into. */
public final class OtherSamples {

    private OtherSamples() {}

    /** A ClientHello of TLS 1.2 that names a server and, if any, protocols. */
    public static byte[] clientHello(String serverName, String... protocols) {
        byte[] name = ascii(serverName);
        ByteBuffer extensions = ByteBuffer.allocate(1024);
        extensions.putShort((short) 0).putShort((short) (name.length + 5)).putShort((short) (name.length + 3));
        extensions.put((byte) 0).putShort((short) name.length).put(name);
        if (protocols.length > 0) {
            ByteBuffer list = ByteBuffer.allocate(256);
            for (String protocol : protocols) {
                list.put((byte) protocol.length()).put(ascii(protocol));
            }
            extensions.putShort((short) 16).putShort((short) (list.position() + 2));
            extensions.putShort((short) list.position()).put(list.array(), 0, list.position());
        }
        ByteBuffer hello = ByteBuffer.allocate(2048);
        hello.putShort((short) 0x0303).put(new byte[32]).put((byte) 0);
        hello.putShort((short) 4).putInt(0xc030c02f).put((byte) 1).put((byte) 0);
        hello.putShort((short) extensions.position()).put(extensions.array(), 0, extensions.position());
        return record(1, hello);
    }

    /** A ServerHello that chooses TLS 1.3. */
    public static byte[] serverHello() {
        ByteBuffer hello = ByteBuffer.allocate(128);
        hello.putShort((short) 0x0303)
                .put(new byte[32])
                .put((byte) 0)
                .putShort((short) 0x1302)
                .put((byte) 0);
        hello.putShort((short) 6).putShort((short) 43).putShort((short) 2).putShort((short) 0x0304);
        return record(2, hello);
    }

    private static byte[] record(int type, ByteBuffer message) {
        int length = message.position();
        ByteBuffer octets = ByteBuffer.allocate(9 + length);
        octets.put((byte) 0x16).putShort((short) 0x0301).putShort((short) (length + 4));
        octets.put((byte) type).put((byte) 0).putShort((short) length);
        return octets.put(message.flip()).array();
    }

    /** Octets that look encrypted, the same each time. */
    public static byte[] noise(int count) {
        byte[] noise = new byte[count];
        new Random(count).nextBytes(noise);
        return noise;
    }

    /** The first line of either side. */
    public static byte[] ssh() {
        return ascii("SSH-2.0-OpenSSH_9.2p1\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
