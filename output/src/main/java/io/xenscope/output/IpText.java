package io.xenscope.output;

import io.xenscope.dissect.Endpoint;
import java.net.Inet6Address;
import java.net.InetAddress;

/** IP addresses in their canonical text form (RFC 5952), without a zone. */
public final class IpText {
    private IpText() {}

    /** Address and port; IPv6 addresses in brackets. */
    public static String of(Endpoint endpoint) {
        String address = of(endpoint.address());
        return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + endpoint.port();
    }

    static String of(InetAddress address) {
        return address instanceof Inet6Address ? ofIpv6(address.getAddress()) : address.getHostAddress();
    }

    private static String ofIpv6(byte[] octets) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = ((octets[2 * i] & 0xff) << 8) | (octets[2 * i + 1] & 0xff);
        }
        int zerosAt = -1;
        int zeros = 1;
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && groups[i + run] == 0) {
                run++;
            }
            if (run > zeros) {
                zerosAt = i;
                zeros = run;
            }
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < 8; i++) {
            if (i == zerosAt) {
                text.append("::");
                i += zeros - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
