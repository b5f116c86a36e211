package io.xenscope.samples.grammar;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing record body or header; every method appends and returns this body. */
final class Body {
    private ByteBuffer octets;

    Body(ByteOrder order) {
        octets = ByteBuffer.allocate(64).order(order);
    }

    Body u8(int value) {
        room(1).put((byte) value);
        return this;
    }

    Body u16(int value) {
        room(2).putShort((short) value);
        return this;
    }

    Body u32(long value) {
        room(4).putInt((int) value);
        return this;
    }

    Body u64(long value) {
        room(8).putLong(value);
        return this;
    }

    Body octets(byte... value) {
        room(value.length).put(value);
        return this;
    }

    Body zeroes(int count) {
        return octets(new byte[count]);
    }

    Body text(String value) {
        return octets(value.getBytes(StandardCharsets.UTF_8));
    }

    byte[] toByteArray() {
        return Arrays.copyOf(octets.array(), octets.position());
    }

    private ByteBuffer room(int count) {
        if (octets.remaining() < count) {
            int capacity = Math.max(octets.capacity() * 2, octets.position() + count);
            octets = ByteBuffer.wrap(Arrays.copyOf(octets.array(), capacity))
                    .order(octets.order())
                    .position(octets.position());
        }
        return octets;
    }
}
