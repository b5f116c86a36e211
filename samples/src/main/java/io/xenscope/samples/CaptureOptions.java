package io.xenscope.samples;

import io.xenscope.samples.packet.CaptureFormat;
import io.xenscope.samples.packet.TcpEnd;
import io.xenscope.samples.packet.TcpOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the capture file. */
final class CaptureOptions {
    @Option(names = "--pcap", description = "Write both directions as a capture file (- for standard output).")
    @Nullable
    String pcap;

    @Option(
            names = "--pcap-format",
            description = "Format: ${COMPLETION-CANDIDATES}. Default: pcapng for names ending so, otherwise pcap.")
    @Nullable
    CaptureFormat format;

    @Option(names = "--ipv6", description = "IPv6 instead of IPv4.")
    boolean ipv6;

    @Option(
            names = "--mss",
            converter = OctetCount.class,
            description = "Payload of a full segment, at most " + TcpOptions.MAX_MSS + ". Default: 1448, IPv6 1428.")
    @Nullable
    Long mss;

    @Option(names = "--port", description = "TCP port of the receiver. Default: ${DEFAULT-VALUE}.")
    int port = 5555;

    @Option(names = "--isn", description = "Initial sequence number. Default: one that wraps after 4096 octets.")
    long isn = 0xffffefffL;

    @Option(names = "--rate", description = "Speed of the link in Mbit/s. Default: ${DEFAULT-VALUE}.")
    long rate = 1000;

    @Option(names = "--no-checksums", description = "Leave IP and TCP checksums 0.")
    boolean noChecksums;

    @Option(names = "--tcp-end", description = "End: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    TcpEnd end = TcpEnd.FIN;

    TcpOptions options(String file) {
        Long payload = mss;
        if (payload == null) {
            payload = ipv6 ? 1428L : 1448L;
        }
        CaptureFormat chosen = format;
        if (chosen == null) {
            chosen = file.endsWith(".pcapng") ? CaptureFormat.PCAPNG : CaptureFormat.PCAP;
        }
        return new TcpOptions(
                chosen, ipv6, Math.toIntExact(payload), port, (int) isn, rate * 1_000_000, !noChecksums, end);
    }
}
