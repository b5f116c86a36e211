package io.xenscope.capture;

/** The way of a packet from the capture to TCP. */
final class PacketPath implements PacketSink {

    private final Statistics statistics;
    private final Notices notices;
    private final LinkLayer links;
    private final Packet packet = new Packet();

    PacketPath(Statistics statistics, Notices notices, TcpReceiver tcp, CaptureLimits limits) {
        this.statistics = statistics;
        this.notices = notices;
        this.links = new LinkLayer(statistics, new IpLayer(statistics, notices, tcp, limits));
    }

    @Override
    public void packet(
            CaptureInterface source, long time, long fileOffset, byte[] octets, int from, int to, long length) {
        statistics.packet(time, to - from, length);
        source.seen(time, fileOffset, notices);
        packet.start(time, fileOffset, source.bigEndian);
        // What a frame claims to have been long beyond this is of no use, and keeps the sums below in range.
        int wireEnd = from + (int) Math.min(length, PcapReader.LONGEST_FRAME * 16) - source.checkSequenceOctets;
        int end = Math.min(to, wireEnd);
        if (end < from || !links.frame(packet, source.linkType, octets, from, end, wireEnd)) {
            unsupported(source, fileOffset, end < from);
        }
    }

    private void unsupported(CaptureInterface source, long fileOffset, boolean tooShort) {
        if (tooShort) {
            statistics.skip(Skip.SHORT);
            return;
        }
        statistics.skip(Skip.LINK_TYPE);
        source.tellUnsupported(fileOffset, notices);
    }
}
