package io.xenscope.proxy;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/** The machine's own addresses. */
final class Interfaces {

    private Interfaces() {}

    static boolean isLocal(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return true;
        }
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }
}
