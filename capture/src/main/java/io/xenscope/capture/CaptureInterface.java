package io.xenscope.capture;

import io.xenscope.dissect.event.Severity;

/** An interface packets were captured on; the only one of a pcap file, or one described in a pcapng section. */
final class CaptureInterface {

    private static final long BACK = 1_000_000_000L;

    final int id;
    final int linkType;
    final long snapLength;
    final boolean bigEndian;
    final TimestampUnit unit;
    final int checkSequenceOctets;
    final String name;

    /** Packets lost, as the last interface statistics block says. */
    long statisticsDrops;
    /** Packets lost, as said packet by packet. */
    long packetDrops;

    private long lastTime = Long.MIN_VALUE;
    private boolean timeBackTold;
    private boolean unsupportedTold;

    CaptureInterface(
            int id,
            int linkType,
            long snapLength,
            boolean bigEndian,
            TimestampUnit unit,
            int checkSequenceOctets,
            String name) {
        this.id = id;
        this.linkType = linkType;
        this.snapLength = snapLength;
        this.bigEndian = bigEndian;
        this.unit = unit;
        this.checkSequenceOctets = checkSequenceOctets;
        this.name = name;
    }

    void seen(long time, long fileOffset, Notices notices) {
        if (time >= lastTime) {
            lastTime = time;
        } else {
            back(time, fileOffset, notices);
        }
    }

    private void back(long time, long fileOffset, Notices notices) {
        if (!timeBackTold && lastTime - time > BACK) {
            timeBackTold = true;
            notices.tell(
                    "CAP-TIMEBACK",
                    Severity.NOTE,
                    fileOffset,
                    this + ": time goes back by " + (lastTime - time) / 1_000_000 + " ms");
        }
        lastTime = time;
    }

    void tellUnsupported(long fileOffset, Notices notices) {
        if (!unsupportedTold) {
            unsupportedTold = true;
            notices.tell(
                    "CAP-LINKTYPE",
                    Severity.WARN,
                    fileOffset,
                    this + ": link type " + linkType + " is not supported, its packets are left out");
        }
    }

    /** Adds up what was lost and tells it; nothing more is captured here. */
    void close(long fileOffset, Statistics statistics, Notices notices) {
        // Both kinds count the same packets.
        long drops = Math.max(statisticsDrops, packetDrops);
        if (drops > 0) {
            statistics.osDrops += drops;
            notices.tell(
                    "CAP-OSDROP", Severity.WARN, fileOffset, this + ": " + drops + " packets were lost when capturing");
        }
    }

    @Override
    public String toString() {
        return name.isEmpty() ? "interface " + id : "interface " + id + " (" + name + ")";
    }
}
