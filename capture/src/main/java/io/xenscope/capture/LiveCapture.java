package io.xenscope.capture;

import io.xenscope.dissect.EndReason;
import java.io.Closeable;
import java.io.IOException;
import java.sql.Timestamp;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.PcapStat;
import org.pcap4j.core.RawPacketListener;

/**
 * Captures packets on an interface through libpcap and hands over what their TCP connections carry, as
 * {@link CaptureReader} does for files. Works in the thread that calls {@link #run}: the buffer of the system is the only
 * queue, and what does not fit it is lost and counted by the system.
 */
public final class LiveCapture implements Closeable {

    private static final int TIMEOUT_MILLIS = 100;
    private static final int WAKE_MILLIS = 100;

    private final PcapHandle handle;
    private final String device;
    private final Statistics statistics = new Statistics();
    private final CaptureInterface source;
    private final int snapLength;

    /** What went wrong while a packet was worked on; libpcap has no way to pass it on. */
    private @Nullable Throwable failure;

    private LiveCapture(PcapHandle handle, String device, int linkType, int snapLength) {
        this.handle = handle;
        this.device = device;
        this.snapLength = snapLength;
        this.source = new CaptureInterface(0, linkType, snapLength, false, TimestampUnit.decimal(9), 0, device);
    }

    /**
     * Opens an interface.
     *
     * @param device its name, or {@code any}
     * @param filter a BPF expression; empty for all packets
     * @param snapLength octets kept of a packet
     * @param buffer octets the system may keep before they are taken
     * @param promiscuous whether to see packets meant for others
     * @throws CaptureException with what is wrong: the library, the interface, the privilege or the filter
     */
    public static LiveCapture open(String device, String filter, int snapLength, int buffer, boolean promiscuous)
            throws CaptureException {
        PcapHandle handle;
        try {
            handle = new PcapHandle.Builder(device)
                    .snaplen(snapLength)
                    .bufferSize(buffer)
                    .promiscuousMode(promiscuous ? PromiscuousMode.PROMISCUOUS : PromiscuousMode.NONPROMISCUOUS)
                    .timeoutMillis(TIMEOUT_MILLIS)
                    .timestampPrecision(PcapHandle.TimestampPrecision.NANO)
                    .build();
        } catch (PcapNativeException e) {
            throw new CaptureException(
                    "cannot capture on " + device + ": " + e.getMessage()
                            + " (see 'xenscope interfaces'; capturing takes the capability CAP_NET_RAW)",
                    e);
        } catch (LinkageError e) {
            throw withoutLibrary(e);
        }
        try {
            handle.setFilter(filter, BpfCompileMode.OPTIMIZE);
        } catch (PcapNativeException | NotOpenException e) {
            handle.close();
            throw new CaptureException("the filter '" + filter + "' is not understood: " + e.getMessage(), e);
        }
        return new LiveCapture(handle, device, handle.getDlt().value(), snapLength);
    }

    static CaptureException withoutLibrary(LinkageError cause) {
        return new CaptureException(
                "capturing needs libpcap, which cannot be loaded (Debian package libpcap0.8)", cause);
    }

    /**
     * Captures until told otherwise. Every direction handed out gets its end.
     *
     * @param writer keeps the packets; null for none
     * @param packets captures at most so many
     * @param goOn asked at least ten times a second; false ends the capture
     * @throws CaptureException if the interface goes away
     * @throws IOException if packets cannot be kept
     */
    // The result of the clock's work is of no interest.
    @SuppressWarnings("FutureReturnValueIgnored")
    public CaptureSummary run(
            FlowListener listener,
            CaptureLimits limits,
            Consumer<CaptureNotice> notices,
            @Nullable PcapngWriter writer,
            long packets,
            BooleanSupplier goOn)
            throws IOException {
        Notices told = new Notices(notices);
        TcpReceiver tcp = new TcpReceiver(new Reassembly(statistics, told, listener, limits, false));
        PacketPath path = new PacketPath(statistics, told, tcp, limits);
        int number = writer == null ? 0 : writer.describe(source.linkType, snapLength, device);
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(LiveCapture::daemon);
        clock.scheduleAtFixedRate(this::wake, WAKE_MILLIS, WAKE_MILLIS, TimeUnit.MILLISECONDS);
        try {
            while (goOn.getAsBoolean() && statistics.packets < packets) {
                dispatch(path, writer, number, packets - statistics.packets);
            }
        } finally {
            clock.shutdownNow();
            CaptureDrops drops = drops();
            source.statisticsDrops = drops.lost();
            source.close(0, statistics, told);
            tcp.finish(EndReason.CAPTURE_END);
            if (writer != null && failure == null) {
                writer.statistics(number, statistics.lastTime, drops);
            }
        }
        return statistics.summary();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "capture clock");
        thread.setDaemon(true);
        return thread;
    }

    /** Where nothing is sent, libpcap would wait for ever whatever its timeout. */
    private void wake() {
        try {
            handle.breakLoop();
        } catch (NotOpenException e) {
            // The capture has just ended.
        }
    }

    private void dispatch(PacketPath path, @Nullable PcapngWriter writer, int number, long most) throws IOException {
        try {
            RawPacketListener listener = octets -> guarded(path, writer, number, octets);
            handle.dispatch((int) Math.min(most, Integer.MAX_VALUE), listener);
        } catch (PcapNativeException | NotOpenException e) {
            throw new CaptureException("capturing on " + device + " ended: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            // How pcap4j tells that wake() was called.
        }
        if (failure instanceof IOException e) {
            throw e;
        } else if (failure instanceof RuntimeException e) {
            throw e;
        } else if (failure instanceof Error e) {
            throw e;
        }
    }

    private void guarded(PacketPath path, @Nullable PcapngWriter writer, int number, byte[] octets) {
        if (failure == null) {
            try {
                packet(path, writer, number, octets);
            } catch (IOException | RuntimeException | Error e) {
                failure = e;
            }
        }
    }

    private void packet(PacketPath path, @Nullable PcapngWriter writer, int number, byte[] octets) throws IOException {
        Timestamp stamp = handle.getTimestamp();
        long time = TimeUnit.SECONDS.toNanos(Math.floorDiv(stamp.getTime(), 1000L)) + stamp.getNanos();
        long length = Math.max(octets.length, handle.getOriginalLength());
        if (writer != null) {
            writer.packet(number, time, octets, 0, octets, 0, octets.length, length);
        }
        path.packet(source, time, 0, octets, 0, octets.length, length);
    }

    /** What was lost so far, as the system says. */
    public CaptureDrops drops() throws CaptureException {
        try {
            PcapStat counts = handle.getStats();
            return new CaptureDrops(
                    counts.getNumPacketsReceived(), counts.getNumPacketsDropped(), counts.getNumPacketsDroppedByIf());
        } catch (PcapNativeException | NotOpenException e) {
            throw new CaptureException("drops on " + device + " are not known: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        handle.close();
    }
}
