package io.xenscope.capture;

/** Takes the packets of a capture, in file order. */
interface PacketSink {

    /**
     * A packet: {@code octets[from .. to)} was captured, of {@code length} octets on the wire (at least {@code to - from}).
     */
    void packet(CaptureInterface source, long time, long fileOffset, byte[] octets, int from, int to, long length);
}
