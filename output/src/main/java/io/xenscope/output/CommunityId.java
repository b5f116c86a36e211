package io.xenscope.output;

import io.xenscope.dissect.Endpoint;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** The Community ID flow hash, version 1 with seed 0, of TCP connections. */
public final class CommunityId {
    private static final byte TCP = 6;

    private CommunityId() {}

    /**
     * The Community ID of the TCP connection between two endpoints; the same whichever is named first.
     *
     * @throws IllegalArgumentException when one address is IPv4 and the other IPv6
     */
    public static String of(Endpoint one, Endpoint other) {
        byte[] oneAddress = one.address().getAddress();
        byte[] otherAddress = other.address().getAddress();
        if (oneAddress.length != otherAddress.length) {
            throw new IllegalArgumentException("endpoints of different IP versions");
        }
        int order = Arrays.compareUnsigned(oneAddress, otherAddress);
        boolean inOrder = order < 0 || (order == 0 && one.port() < other.port());
        ByteBuffer flow = ByteBuffer.allocate(2 + 2 * oneAddress.length + 2 + 4)
                .putShort((short) 0)
                .put(inOrder ? oneAddress : otherAddress)
                .put(inOrder ? otherAddress : oneAddress)
                .put(TCP)
                .put((byte) 0)
                .putShort((short) (inOrder ? one.port() : other.port()))
                .putShort((short) (inOrder ? other.port() : one.port()));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(flow.array());
            return "1:" + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
