package io.xenscope.capture;

import java.nio.charset.StandardCharsets;

/** A TCP connection to be captured: offsets of the streams instead of sequence numbers, a millisecond between packets. */
final class Talk {

    static final int CLIENT_PORT = 1234;
    static final int SERVER_PORT = 5555;

    private final Pcap pcap;
    private final int clientBase;
    private final int serverBase;
    long time = Pcap.START;
    private int id = 1;
    private boolean closed;
    private boolean uncheckedSums;
    private int snapLength = Integer.MAX_VALUE;

    Talk() {
        this(new Pcap(1), 1001, 2001);
    }

    Talk(int clientBase, int serverBase) {
        this(new Pcap(1), clientBase, serverBase);
    }

    Talk(Pcap pcap, int clientBase, int serverBase) {
        this.pcap = pcap;
        this.clientBase = clientBase;
        this.serverBase = serverBase;
    }

    /** The same capture goes on with another connection. */
    Talk again(int newClientBase, int newServerBase) {
        Talk next = new Talk(pcap, newClientBase, newServerBase);
        next.time = time;
        return next;
    }

    Talk snap(int payload) {
        snapLength = payload;
        return this;
    }

    Talk open() {
        return client(-1, "", Frames.SYN, -serverBase)
                .server(-1, "", Frames.SYN | Frames.ACK, 0)
                .ack(0);
    }

    Talk client(long offset, String text) {
        return client(offset, text, Frames.ACK, 0);
    }

    Talk server(long offset, String text) {
        return server(offset, text, Frames.ACK, 0);
    }

    /** The client acknowledges. */
    Talk ack(long serverOffset) {
        return client(0, "", Frames.ACK, serverOffset);
    }

    /** The server acknowledges. */
    Talk serverAck(long clientOffset) {
        return server(0, "", Frames.ACK, clientOffset);
    }

    Talk client(long offset, String text, int flags, long acknowledged) {
        return send(true, offset, text, flags, acknowledged, new byte[0], false);
    }

    Talk server(long offset, String text, int flags, long acknowledged) {
        return send(false, offset, text, flags, acknowledged, new byte[0], false);
    }

    Talk send(boolean client, long offset, String text, int flags, long acknowledged, byte[] options, boolean broken) {
        byte[] payload = text.getBytes(StandardCharsets.ISO_8859_1);
        int seq = (client ? clientBase : serverBase) + (int) offset;
        int ack = (client ? serverBase : clientBase) + (int) acknowledged;
        byte[] source = client ? Frames.CLIENT : Frames.SERVER;
        byte[] destination = client ? Frames.SERVER : Frames.CLIENT;
        byte[] tcp = Frames.tcp(
                client ? CLIENT_PORT : SERVER_PORT,
                client ? SERVER_PORT : CLIENT_PORT,
                seq,
                ack,
                flags,
                options,
                payload);
        tcp = Frames.checked(source, destination, tcp);
        if (closed) {
            tcp[14] = 0;
            tcp[15] = 0;
            tcp[16] = 0;
            tcp[17] = 0;
            tcp = Frames.checked(source, destination, tcp);
        }
        if (broken || uncheckedSums) {
            tcp[16] ^= 0x55;
        }
        byte[] frame = Frames.ethernet(0x0800, Frames.ipv4(source, destination, 6, id++, tcp));
        int captured = (int) Math.min(frame.length, (long) frame.length - payload.length + snapLength);
        pcap.packet(time, frame, captured);
        time += 1_000_000;
        return this;
    }

    /** The last packet's identification is used again: the same packet seen once more. */
    Talk same() {
        id--;
        return this;
    }

    /** From here on windows are closed, or open again. */
    Talk windows(boolean open) {
        closed = !open;
        return this;
    }

    /** From here on no checksum is right. */
    Talk offload() {
        uncheckedSums = true;
        return this;
    }

    Talk pause(long nanoseconds) {
        time += nanoseconds;
        return this;
    }

    byte[] octets() {
        return pcap.octets();
    }

    Recorder read() {
        return Recorder.read(octets());
    }
}
