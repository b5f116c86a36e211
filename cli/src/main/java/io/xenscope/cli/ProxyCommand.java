package io.xenscope.cli;

import io.xenscope.proxy.Destination;
import io.xenscope.proxy.Proxy;
import io.xenscope.proxy.ProxyOptions;
import io.xenscope.proxy.Spoof;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code xenscope proxy}: forwards connections and dissects what passes. */
@Command(
        name = "proxy",
        description =
                "Forward connections octet by octet and dissect what passes. Forwarding never waits for dissection,"
                        + " unless --on-lag block is given.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        versionProvider = Version.class)
final class ProxyCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--listen",
            paramLabel = "[HOST]:PORT",
            converter = HostPort.Converter.class,
            description = "Where to listen; repeatable.")
    private List<HostPort> listen = List.of();

    @Option(
            names = "--to",
            paramLabel = "HOST:PORT",
            converter = HostPort.Converter.class,
            description = "The receiving host. With --print-rules, the one whose traffic is brought here.")
    private @Nullable HostPort to;

    @Option(
            names = "--transparent",
            paramLabel = "HOW",
            description =
                    "Go on to where the connection was meant to go: redirect (brought here by a NAT rule) or tproxy.")
    private @Nullable Transparent transparent;

    @Option(
            names = "--spoof-source",
            description = "Connect from the client's address; the kernel wants CAP_NET_ADMIN for it, and rules that"
                    + " bring the answers back here.")
    private boolean spoofSource;

    @Option(names = "--spoof-port", description = "The same with the client's port; not with redirect.")
    private boolean spoofPort;

    @Option(
            names = "--mark",
            paramLabel = "N",
            defaultValue = "0",
            description = "SO_MARK of connections to servers, for rules that must leave them alone.")
    private int mark;

    @Option(
            names = "--idle-timeout",
            paramLabel = "SECONDS",
            description = "Reset connections on which nothing passes for so long. Default: never.")
    private @Nullable Long idleSeconds;

    @Option(
            names = "--drain-timeout",
            paramLabel = "SECONDS",
            description = "When told to stop, wait this long for running migrations. Default: until they are over.")
    private @Nullable Long drainSeconds;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads that forward. Default: ${DEFAULT-VALUE}.")
    private int threads = 1;

    @Option(
            names = "--metrics",
            paramLabel = "[HOST]:PORT",
            converter = HostPort.Converter.class,
            description =
                    "Serve Prometheus metrics (/metrics) and health (/-/healthy) there; without HOST on loopback.")
    private @Nullable HostPort metrics;

    @Option(
            names = "--print-rules",
            description = "Print the nftables rules and routes for the chosen mode, and end. Nothing is installed.")
    private boolean printRules;

    @Mixin
    private TlsOptions tls = new TlsOptions();

    @Mixin
    private LiveOptions live = new LiveOptions();

    @Mixin
    private EventOptions events = new EventOptions();

    @Mixin
    private InputOptions inputs = new InputOptions();

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        String wrong = wrongUsage();
        if (wrong != null) {
            err.println("xenscope: proxy: " + wrong);
            return ExitStatus.UNUSABLE.code();
        }
        if (printRules) {
            spec.commandLine().getOut().print(Rules.of(transparent, listen, to, spoofSource || spoofPort, mark));
            return ExitStatus.COMPLETE.code();
        }
        return run(err).code();
    }

    private @Nullable String wrongUsage() {
        if (listen.isEmpty()) {
            return "no --listen given";
        }
        if (transparent == null && to == null) {
            return "give --to HOST:PORT or --transparent";
        }
        if (transparent != null && to != null && !printRules) {
            return "--to and --transparent exclude each other";
        }
        try {
            tls.tls();
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
        return spoofPort && transparent == Transparent.REDIRECT
                ? "--spoof-port does not work with redirect: the connection would collide with its own NAT entry"
                : null;
    }

    private ExitStatus run(PrintWriter err) throws IOException {
        LiveCounts counts = new LiveCounts(err, live.isVerbose());
        GracefulStop stop = new GracefulStop();
        LiveTap tap;
        try {
            tap = new LiveTap(live, events, inputs, counts);
        } catch (IllegalArgumentException e) {
            err.println("xenscope: " + e.getMessage());
            return ExitStatus.UNUSABLE;
        }
        try (tap) {
            tap.start();
            if (events.isFile()) {
                Hangup.does(tap::reopenFiles);
            }
            try (Proxy proxy = Proxy.start(options(), tap.tap(), counts);
                    LiveMetrics served = LiveMetrics.serve(metrics, counts, tap.tap(), proxy::open)) {
                for (InetSocketAddress address : proxy.addresses()) {
                    err.println("xenscope: listening on " + address.getAddress().getHostAddress() + " port "
                            + address.getPort());
                }
                if (served.port() > 0) {
                    err.println("xenscope: metrics on port " + served.port());
                }
                err.flush();
                stop.await();
                drain(proxy, err);
            }
            if (!tap.close(PATIENCE)) {
                err.println("xenscope: events that were still to come are given up");
            }
            return ExitStatus.COMPLETE;
        } catch (IOException e) {
            err.println("xenscope: " + e.getMessage());
            return ExitStatus.UNUSABLE;
        } finally {
            err.flush();
            stop.done();
        }
    }

    private void drain(Proxy proxy, PrintWriter err) {
        proxy.stopAccepting();
        long deadline = drainSeconds == null ? Long.MAX_VALUE : System.currentTimeMillis() + drainSeconds * 1000;
        if (proxy.open() > 0) {
            err.println("xenscope: told to stop; waiting for " + proxy.open() + " connections to end");
            err.flush();
        }
        try {
            while (proxy.open() > 0 && System.currentTimeMillis() < deadline) {
                Thread.sleep(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ProxyOptions options() {
        Destination destination = transparent == Transparent.REDIRECT
                ? new Destination.Redirected()
                : transparent == Transparent.TPROXY || to == null
                        ? new Destination.Tproxied()
                        : new Destination.Fixed(to.connecting());
        Spoof spoof = spoofPort ? Spoof.ADDRESS_AND_PORT : spoofSource ? Spoof.ADDRESS : Spoof.NONE;
        return new ProxyOptions(
                listen.stream().map(HostPort::listening).toList(),
                destination,
                spoof,
                mark,
                idleSeconds == null ? null : Duration.ofSeconds(idleSeconds),
                tls.tls(),
                threads);
    }
}
