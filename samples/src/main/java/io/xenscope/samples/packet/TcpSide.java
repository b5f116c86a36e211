package io.xenscope.samples.packet;

/** State of one end of the connection. */
final class TcpSide {
    private final byte[] mac;
    private final byte[] address;
    private final int port;
    private int sequence;
    private int unacknowledged;
    private int packetId;

    /**
     * @param number distinguishes the addresses of the two sides
     * @param sequence initial sequence number
     */
    TcpSide(int number, boolean ipv6, int port, int sequence) {
        this.mac = new byte[] {2, 0, 0, 0, 0, (byte) number};
        this.address = ipv6
                ? new byte[] {(byte) 0xfd, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) number}
                : new byte[] {10, 77, 0, (byte) number};
        this.port = port;
        this.sequence = sequence;
    }

    byte[] mac() {
        return mac;
    }

    byte[] address() {
        return address;
    }

    int port() {
        return port;
    }

    /** Sequence number of the next octet this side sends. */
    int sequence() {
        return sequence;
    }

    void sent(int octets) {
        sequence += octets;
    }

    /** Segments with data this side has received and not acknowledged. */
    int unacknowledged() {
        return unacknowledged;
    }

    void received() {
        unacknowledged++;
    }

    void acknowledged() {
        unacknowledged = 0;
    }

    int nextPacketId() {
        return packetId++;
    }
}
