package io.xenscope.dissect.detect;

import org.jspecify.annotations.Nullable;

/** Ports on which a carrier is usual (carriers specification 6.2). They surprise at most; octets decide. */
public final class CarrierPorts {

    private static final int LIBVIRT_FIRST = 49152;
    private static final int LIBVIRT_LAST = 49216;

    private CarrierPorts() {}

    /** The carrier one expects on a server's port; null when any. */
    public static @Nullable String carrierOf(int port) {
        if (port >= LIBVIRT_FIRST && port <= LIBVIRT_LAST) {
            return "libvirt";
        }
        return switch (port) {
            case 80, 443 -> "xapi";
            case 8002, 8003 -> "xend";
            case 16509, 16514 -> "libvirt-rpc";
            default -> null;
        };
    }

    /** True when it is no surprise to see {@code carrier} where {@code usual} is expected. */
    public static boolean fits(String usual, String carrier) {
        boolean bare = carrier.equals("libxl") || carrier.equals("legacy");
        return carrier.startsWith(usual) || bare && (usual.equals("libvirt") || usual.equals("xend"));
    }
}
