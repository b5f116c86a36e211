package io.xenscope.dissect.test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** What other programs send first, made up from a seed. */
public final class OtherTraffic {

    /** Connections of each kind. */
    public static final int SEEDS = 2000;

    private static final String WORDS =
            "GET POST PUT / HTTP/1.1 Host: Content-Length: 0 \r\n \n \t receive ready xen domain (ok) {} : # the and of";

    private OtherTraffic() {}

    /** Ways to make the first octets of one direction. */
    public static Map<String, Function<Random, byte[]>> kinds() {
        Map<String, Function<Random, byte[]>> kinds = new LinkedHashMap<>();
        kinds.put("random octets", random -> octets(random, 64 + random.nextInt(4096)));
        kinds.put("zeros", random -> new byte[1 + random.nextInt(200_000)]);
        kinds.put("one octet over and over", OtherTraffic::repeated);
        kinds.put("zeros and ones", OtherTraffic::zerosAndOnes);
        kinds.put("a counter", OtherTraffic::counter);
        kinds.put("little-endian lengths and small numbers", random -> numbers(random, ByteOrder.LITTLE_ENDIAN));
        kinds.put("big-endian lengths and small numbers", random -> numbers(random, ByteOrder.BIG_ENDIAN));
        kinds.put("short lines", OtherTraffic::lines);
        kinds.put("HTTP", OtherTraffic::http);
        kinds.put("TLS", OtherTraffic::tls);
        kinds.put("SSH", OtherTraffic::ssh);
        kinds.put("remote procedure calls", OtherTraffic::calls);
        kinds.put("text", OtherTraffic::text);
        kinds.put("a plausible size, then anything", OtherTraffic::plausibleSize);
        return kinds;
    }

    private static byte[] octets(Random random, int count) {
        byte[] octets = new byte[count];
        random.nextBytes(octets);
        return octets;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] repeated(Random random) {
        byte[] octets = new byte[1 + random.nextInt(5000)];
        Arrays.fill(octets, (byte) random.nextInt(256));
        return octets;
    }

    private static byte[] zerosAndOnes(Random random) {
        byte[] octets = new byte[64 + random.nextInt(5000)];
        int period = 1 + random.nextInt(16);
        for (int i = random.nextInt(8); i < octets.length; i += period) {
            octets[i] = 1;
        }
        return octets;
    }

    private static byte[] counter(Random random) {
        int width = random.nextBoolean() ? 4 : 8;
        // From 16 on: fewer are types of records.
        long value = 16 + random.nextInt(1000);
        ByteBuffer buffer = ByteBuffer.allocate(width * 700).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (width == 4) {
                buffer.putInt((int) value++);
            } else {
                buffer.putLong(value++);
            }
        }
        return buffer.array();
    }

    private static byte[] numbers(Random random, ByteOrder order) {
        int most = 2 << random.nextInt(20);
        ByteBuffer buffer = ByteBuffer.allocate(4 * (16 + random.nextInt(500))).order(order);
        buffer.putInt(16 + random.nextInt(1 << 20));
        if (random.nextBoolean()) {
            buffer.putInt(0);
        }
        while (buffer.hasRemaining()) {
            buffer.putInt(random.nextInt(most));
        }
        return buffer.array();
    }

    private static byte[] lines(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            for (int j = random.nextInt(5); j > 0; j--) {
                text.append((char) ('a' + random.nextInt(26)));
            }
            text.append('\n');
        }
        return ascii(text.toString());
    }

    private static byte[] http(Random random) {
        String method = new String[] {"GET", "POST", "PUT", "HEAD", "CONNECT", "OPTIONS"}[random.nextInt(6)];
        String head = method + " /" + Integer.toHexString(random.nextInt()) + " HTTP/1." + random.nextInt(2)
                + "\r\nHost: example.org\r\nContent-Length: " + random.nextInt(1 << 20) + "\r\n\r\n";
        return Octets.join(ascii(head), octets(random, random.nextInt(2000)));
    }

    private static byte[] tls(Random random) {
        int length = 100 + random.nextInt(400);
        byte[] head = {
            22, 3, (byte) random.nextInt(4), (byte) (length >> 8), (byte) length, 1, 0, 0, (byte) length, 3, 3
        };
        return Octets.join(head, octets(random, length));
    }

    private static byte[] ssh(Random random) {
        byte[] exchange = ByteBuffer.allocate(6)
                .putInt(1000 + random.nextInt(1000))
                .put((byte) random.nextInt(16))
                .put((byte) 20)
                .array();
        String version = "SSH-2.0-OpenSSH_" + random.nextInt(10) + "." + random.nextInt(10) + "\r\n";
        return Octets.join(ascii(version), exchange, octets(random, 1000));
    }

    private static byte[] calls(Random random) {
        ByteBuffer buffer = ByteBuffer.allocate(44 + random.nextInt(400)).order(ByteOrder.BIG_ENDIAN);
        buffer.putInt(random.nextBoolean() ? 0x8000_0000 | buffer.capacity() : buffer.capacity());
        buffer.putInt(random.nextInt()).putInt(0).putInt(2).putInt(100_003).putInt(3);
        buffer.putInt(random.nextInt(22));
        return buffer.array();
    }

    private static byte[] text(Random random) {
        String[] words = WORDS.split(" ", -1);
        StringBuilder text = new StringBuilder();
        while (text.length() < 3000) {
            text.append(words[random.nextInt(words.length)]).append(random.nextInt(5) == 0 ? "\n" : " ");
        }
        return ascii(text.toString());
    }

    /** The first word as a legacy stream has it. */
    private static byte[] plausibleSize(Random random) {
        byte[] octets = octets(random, 64 + random.nextInt(3000));
        octets[3] = 0;
        if (random.nextBoolean()) {
            Arrays.fill(octets, 4, 8, (byte) 0);
            octets[11] = 0;
        }
        return octets;
    }
}
