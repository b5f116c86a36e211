package io.xenscope.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** Changes octets of the packets in a capture, headers of all layers included; the file around them stays sound. */
final class OctetErrors {

    private static final int PCAPNG = 0x0a0d0d0a;
    private static final int PCAP_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int SECTION_HEADER = 0x0a0d0d0a;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;
    private static final int ENHANCED_HEADER = 28;
    private static final int SIMPLE_HEADER = 12;
    private static final int BYTE_ORDER = 0x1a2b3c4d;

    private final ByteBuffer capture;
    private final double probability;
    private final Random chance;
    private int changed;

    private OctetErrors(byte[] capture, double probability, Random chance) {
        this.capture = ByteBuffer.wrap(capture.clone());
        this.probability = probability;
        this.chance = chance;
    }

    /** The capture with each octet of its packets changed as likely as said; the same for the same seed. */
    static byte[] in(byte[] capture, double probability, long seed) {
        OctetErrors errors = new OctetErrors(capture, probability, new Random(seed));
        if (errors.capture.getInt(0) == PCAPNG) {
            errors.blocks();
        } else {
            errors.records();
        }
        Promises.require(errors.changed > 0, "an octet that changed");
        return errors.capture.array();
    }

    private void records() {
        byte first = capture.get(0);
        capture.order(first == (byte) 0xd4 || first == 0x4d ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int at = PCAP_HEADER;
        while (at + RECORD_HEADER <= capture.limit()) {
            int length = capture.getInt(at + 8);
            packet(at + RECORD_HEADER, length);
            at += RECORD_HEADER + length;
        }
    }

    private void blocks() {
        int at = 0;
        while (at + SIMPLE_HEADER <= capture.limit()) {
            if (capture.getInt(at) == SECTION_HEADER) {
                boolean big = capture.order(ByteOrder.BIG_ENDIAN).getInt(at + 8) == BYTE_ORDER;
                capture.order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            }
            int type = capture.getInt(at);
            int length = capture.getInt(at + 4);
            if (type == ENHANCED_PACKET) {
                packet(at + ENHANCED_HEADER, capture.getInt(at + 20));
            } else if (type == SIMPLE_PACKET) {
                packet(at + SIMPLE_HEADER, length - SIMPLE_HEADER - 4);
            }
            at += length;
        }
    }

    private void packet(int from, int length) {
        int at = from + apart();
        while (at >= from && at < from + length) {
            byte octet = capture.get(at);
            capture.put(at, (byte)
                    switch (chance.nextInt(3)) {
                        case 0 -> octet ^ 1 << chance.nextInt(8);
                        case 1 -> chance.nextInt();
                        default -> 0xaa;
                    });
            changed++;
            at += 1 + apart();
        }
    }

    /** Octets that stay before the next one that changes: drawn once for all of them. */
    private int apart() {
        return (int) Math.min(1 << 30, Math.log(1 - chance.nextDouble()) / Math.log(1 - probability));
    }
}
