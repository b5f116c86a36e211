package io.xenscope.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules that bring traffic to a proxy, as a shell script for an administrator to read and run (carriers
 * specification 7.2 to 7.4, 7.8).
 */
final class Rules {

    private static final int DEFAULT_MARK = 0x58;

    private Rules() {}

    static String of(
            @Nullable Transparent how,
            List<HostPort> listen,
            @Nullable HostPort to,
            boolean spoof,
            int mark,
            @Nullable HostPort tested) {
        int port = listen.get(0).port();
        String host = to == null || to.host() == null ? "RECEIVER" : to.host();
        String serverPort = to == null ? "PORT" : Integer.toString(to.port());
        boolean six = host.indexOf(':') >= 0;
        if (how == null) {
            return """
                    # Explicit forwarding needs no rules: the sending host is told to connect to this proxy's port %d
                    # instead of %s port %s. When the proxy is not there, migrations fail at once; nothing is bypassed.
                    """.formatted(port, host, serverPort);
        }
        String ports = tested == null ? serverPort : "{ " + serverPort + ", " + tested.port() + " }";
        return how == Transparent.REDIRECT
                ? redirect(six, port, host, ports, mark, tested)
                        + (spoof ? returns(six, six ? "ip6" : "ip", host, serverPort) : "")
                : tproxy(six, port, host, ports);
    }

    private static String redirect(
            boolean six, int port, String host, String ports, int mark, @Nullable HostPort tested) {
        String family = six ? "ip6" : "ip";
        int guard = mark == 0 ? DEFAULT_MARK : mark;
        return """
                #!/bin/sh
                # NAT redirect. Installing needs CAP_NET_ADMIN; the proxy itself needs no privilege.
                # Fail-closed: when the proxy is not there, connections are refused. The first NAT rule of a machine turns
                # connection tracking on, which resets migrations already running: install it while none is.
                set -e
                # On a router between the hosts, or on the receiving host itself:
                nft -f - <<'RULES'
                table %1$s xenscope {
                  chain pre {
                    type nat hook prerouting priority dstnat; policy accept;
                    %1$s daddr %3$s tcp dport %4$s redirect to :%2$d
                  }%6$s
                }
                RULES
                # On the sending host instead; run the proxy with --mark %5$d, or it would redirect itself:
                # nft -f - <<'RULES'
                # table %1$s xenscope {
                #   chain out {
                #     type nat hook output priority -100; policy accept;
                #     meta mark %5$d return
                #     %1$s daddr %3$s tcp dport %4$s redirect to :%2$d
                #   }
                # }
                # RULES
                # To remove: nft delete table %1$s xenscope
                """.formatted(family, port, host, ports, guard, tested == null ? "" : test(family, port, host, tested));
    }

    /** What the proxy sends itself does not pass the rule for forwarded traffic; this one stands and falls with it. */
    private static String test(String family, int port, String host, HostPort tested) {
        String chain = """
                chain test {
                  type nat hook output priority -100; policy accept;
                  %1$s daddr %3$s tcp dport %4$d redirect to :%2$d
                }""".formatted(family, port, host, tested.port());
        return "\n" + chain.indent(2).stripTrailing();
    }

    private static String returns(boolean six, String family, String host, String serverPort) {
        return """
                # --spoof-source: the receiver's answers go to the client's address and have to be kept here. The proxy needs
                # CAP_NET_ADMIN or CAP_NET_RAW for it.
                nft -f - <<'RULES'
                table %1$s xenscope_return {
                  chain pre {
                    type filter hook prerouting priority mangle; policy accept;
                    %1$s saddr %2$s tcp sport %3$s socket transparent 1 meta mark set 0x1 accept
                  }
                }
                RULES
                """.formatted(family, host, serverPort) + routes(six) + """
                # To remove: nft delete table %1$s xenscope_return
                """.formatted(family);
    }

    private static String routes(boolean six) {
        String option = six ? "-6 " : "";
        String all = six ? "::/0" : "0.0.0.0/0";
        return """
                ip %1$srule add fwmark 0x1 lookup 100
                ip %1$sroute add local %2$s dev lo table 100
                # To remove: ip %1$srule del fwmark 0x1 lookup 100; ip %1$sroute flush table 100
                """.formatted(option, all);
    }

    private static String tproxy(boolean six, int port, String host, String ports) {
        String family = six ? "ip6" : "ip";
        return """
                #!/bin/sh
                # TPROXY on a router between the hosts; answers of the receiver have to pass it, too. Installing needs
                # CAP_NET_ADMIN; the proxy needs CAP_NET_ADMIN or CAP_NET_RAW.
                # Only first packets match, so that installing and removing never breaks a migration that runs.
                # Fail-open: when the proxy is not there, or cannot listen transparently, migrations pass by unseen, without any
                # error. With the commented rule it is fail-closed: then new connections are dropped.
                set -e
                nft -f - <<'RULES'
                table %1$s xenscope_tproxy {
                  chain divert {
                    type filter hook prerouting priority mangle; policy accept;
                    meta l4proto tcp socket transparent 1 meta mark set 0x1 accept
                    %1$s daddr %3$s tcp dport %4$s tcp flags & (fin|syn|rst|ack) == syn tproxy to :%2$d meta mark set 0x1 accept
                    # %1$s daddr %3$s tcp dport %4$s tcp flags & (fin|syn|rst|ack) == syn counter drop
                  }
                }
                RULES
                """.formatted(family, port, host, ports) + routes(six) + """
                # With asymmetric routes: sysctl net.ipv4.conf.all.rp_filter=2
                # To remove: nft delete table %1$s xenscope_tproxy
                """.formatted(family);
    }
}
