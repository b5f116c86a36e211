package io.xenscope.capture;

import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.finding.FindingCode;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a packet capture, pcap or pcapng, and hands over what its TCP connections carried (carriers specification 8).
 *
 * <p>Octets are handed over as soon as they are in order, straight from the read buffer. A damaged capture is no
 * failure: it ends in a notice, and everything before the damage counts. Works in the thread that calls
 * {@link #run()}, once.
 */
public final class CaptureReader {

    private static final int MAGIC = 4;

    private final OctetInput input;
    private final Statistics statistics = new Statistics();
    private final Notices notices;
    private final TcpReceiver tcp;
    private final PacketPath path;
    private @Nullable ReadBuffer buffer;

    /**
     * @param input the capture, at its beginning; stays open
     * @param listener takes the connections
     * @param limits what reassembly may use
     * @param notices told of everything wrong with the capture, while it is read
     */
    public CaptureReader(
            OctetInput input, FlowListener listener, CaptureLimits limits, Consumer<CaptureNotice> notices) {
        this(input, listener, limits, notices, false);
    }

    /** @param pacing whether connections tell what held up their octets ({@link Connection#way()}) */
    public CaptureReader(
            OctetInput input,
            FlowListener listener,
            CaptureLimits limits,
            Consumer<CaptureNotice> notices,
            boolean pacing) {
        this.input = input;
        this.notices = new Notices(notices);
        this.tcp = new TcpReceiver(new Reassembly(statistics, this.notices, listener, limits, pacing));
        this.notices.alsoTo(tcp::tell);
        this.path = new PacketPath(statistics, this.notices, tcp, limits);
    }

    /**
     * Reads the capture to its end. Every direction handed out gets its end: also when this method throws an
     * {@link IOException}, after which {@link #summary()} tells how far it came.
     *
     * @throws IOException if the input itself cannot be read or decompressed any further
     */
    public CaptureSummary run() throws IOException {
        try {
            read();
        } catch (DecompressionLimitException limit) {
            FindingCode code = DecompressionLimitException.CODE;
            notices.tell(
                    code.id(),
                    code.severity(),
                    buffer == null ? 0 : buffer.offset(),
                    String.valueOf(limit.getMessage()));
            tcp.finish(EndReason.INPUT_ERROR);
            throw limit;
        } catch (IOException problem) {
            tcp.finish(EndReason.INPUT_ERROR);
            throw problem;
        }
        tcp.finish(EndReason.CAPTURE_END);
        return summary();
    }

    /** The counters as they are now. */
    public CaptureSummary summary() {
        return statistics.summary();
    }

    private void read() throws IOException {
        CaptureFormat format = CaptureFormat.of(input.peek(MAGIC));
        ReadBuffer buffer = new ReadBuffer(input);
        this.buffer = buffer;
        if (format == CaptureFormat.PCAPNG) {
            new PcapngReader(buffer, path, statistics, notices).run();
        } else if (format.isSupportedPcap()) {
            new PcapReader(buffer, format, path, statistics, notices).run();
        } else if (format == CaptureFormat.UNKNOWN) {
            notices.tell("CAP-BADMAGIC", Severity.ERROR, 0, "this is no packet capture");
        } else {
            notices.tell("CAP-VARIANT", Severity.ERROR, 0, format.text + " is not supported");
        }
    }
}
