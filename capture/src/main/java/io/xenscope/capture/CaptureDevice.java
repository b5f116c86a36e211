package io.xenscope.capture;

import java.net.InetAddress;
import java.util.List;
import org.pcap4j.core.PcapAddress;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface;
import org.pcap4j.core.Pcaps;

/**
 * An interface packets can be captured on.
 *
 * @param name what libpcap calls it
 * @param description for people; empty if there is none
 * @param up whether it is switched on
 * @param addresses its IP addresses
 */
public record CaptureDevice(String name, String description, boolean up, List<InetAddress> addresses) {

    /** Copies the list. */
    public CaptureDevice {
        addresses = List.copyOf(addresses);
    }

    /**
     * All interfaces this process may capture on.
     *
     * @throws CaptureException if libpcap is missing or cannot list them
     */
    public static List<CaptureDevice> all() throws CaptureException {
        try {
            return Pcaps.findAllDevs().stream().map(CaptureDevice::of).toList();
        } catch (PcapNativeException e) {
            throw new CaptureException("interfaces cannot be listed: " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw LiveCapture.withoutLibrary(e);
        }
    }

    private static CaptureDevice of(PcapNetworkInterface found) {
        String description = found.getDescription();
        return new CaptureDevice(
                found.getName(),
                description == null ? "" : description,
                found.isUp(),
                found.getAddresses().stream().map(PcapAddress::getAddress).toList());
    }
}
