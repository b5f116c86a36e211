package io.xenscope.cli;

import io.xenscope.proxy.Destination;
import io.xenscope.proxy.Proxy;
import io.xenscope.proxy.ProxyOptions;
import io.xenscope.proxy.Spoof;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
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
        description =
                "Forward connections octet by octet and dissect what passes. Forwarding never waits for dissection,"
                        + " unless --on-lag block is given.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        versionProvider = Version.class)
final class ProxyCommand implements Callable<Integer> {

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
            names = "--spoof-else-own",
            description = "Where the client's address cannot be used, connect from this machine's own. Default: the"
                    + " connection fails.")
    private boolean spoofElseOwn;

    @Option(
            names = "--self-test",
            paramLabel = "HOST:PORT",
            converter = HostPort.Converter.class,
            description = "Connect there at the start and every minute, and tell whether the rules bring it here. The"
                    + " receiving host and a port where nobody listens; --print-rules covers it, too.")
    private @Nullable HostPort selfTest;

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
            PrintWriter out = spec.commandLine().getOut();
            out.print(Rules.of(transparent, listen, to, spoofSource || spoofPort, mark, selfTest));
            out.flush();
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
        if (selfTest != null && transparent == null) {
            return "--self-test tries the rules of --transparent";
        }
        if (spoofElseOwn && !spoofSource && !spoofPort) {
            return "--spoof-else-own goes with --spoof-source or --spoof-port";
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
        LiveLog log = live.log(err);
        LiveCounts counts = new LiveCounts(log);
        GracefulStop stop = new GracefulStop();
        try (LiveTap tap = new LiveTap(live, events, inputs, counts)) {
            tap.start();
            tap.reopenFilesOnHangup();
            try (Proxy proxy = Proxy.start(options(), tap.tap(), counts)) {
                for (InetSocketAddress address : proxy.addresses()) {
                    log.info("listening on " + address.getAddress().getHostAddress() + " port " + address.getPort());
                }
                stop.await();
                drain(proxy, log);
            }
            tap.finish();
            counts.stopped();
            return ExitStatus.COMPLETE;
        } catch (IllegalArgumentException | IOException e) {
            log.error(String.valueOf(e.getMessage()));
            return ExitStatus.UNUSABLE;
        } finally {
            stop.done();
        }
    }

    private void drain(Proxy proxy, LiveLog log) {
        proxy.stopAccepting();
        long deadline = drainSeconds == null ? Long.MAX_VALUE : System.currentTimeMillis() + drainSeconds * 1000;
        if (proxy.open() > 0) {
            log.info("told to stop; waiting for " + proxy.open() + " connections to end");
        }
        try {
            while (proxy.open() > 0 && System.currentTimeMillis() < deadline) {
                Thread.sleep(50);
            }
            if (proxy.open() > 0) {
                log.warn("waited long enough; " + proxy.open() + " connections are reset");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ProxyOptions options() throws UnknownHostException {
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
                spoofElseOwn,
                mark,
                idleSeconds == null ? null : Duration.ofSeconds(idleSeconds),
                tls.tls(),
                threads,
                selfTest == null ? null : resolved(selfTest.connecting()));
    }

    private static InetSocketAddress resolved(InetSocketAddress address) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(address.getHostString()), address.getPort());
    }
}
