package io.xenscope.cli;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.xenscope.proxy.tap.Tap;
import java.io.IOException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** What a live tap counts, for Prometheus. */
final class LiveMetrics implements AutoCloseable {

    private final HTTPServer server;

    private LiveMetrics(HTTPServer server) {
        this.server = server;
    }

    /** @param where null for nowhere, then the result is null, too */
    static @Nullable LiveMetrics serve(@Nullable HostPort where, LiveCounts counts, Tap tap) throws IOException {
        if (where == null) {
            return null;
        }
        PrometheusRegistry registry = new PrometheusRegistry();
        counter(registry, counts, "connections", "Connections accepted");
        counter(registry, counts, "connect_failures", "Servers that could not be connected to");
        counter(registry, counts, "spoof_failures", "Connections for which the client's address could not be used");
        counter(registry, counts, "refused", "Connections that were not forwarded");
        counter(registry, counts, "events", "Events written");
        counter(registry, counts, "sink_failures", "Failed writes of events");
        counter(registry, counts, "tap_failures", "Connections whose dissection failed");
        counter(registry, counts, "recording_failures", "Recordings that ended because they could not be written");
        byLabel(registry, counts, "octets_from_", "octets_forwarded", "from", "Octets forwarded");
        byLabel(registry, counts, "closed_", "connections_closed", "how", "Connections that ended");
        byLabel(registry, counts, "drop_octets_", "tap_octets_dropped", "reason", "Octets not dissected");
        byLabel(registry, counts, "drop_events_", "events_dropped", "reason", "Events not written");
        byLabel(registry, counts, "other_", "other_connections", "protocol", "Connections without a visible migration");
        byLabel(registry, counts, "migrations_", "migrations", "outcome", "Migrations that ended");
        GaugeWithCallback.builder()
                .name("xenscope_open_connections")
                .help("Connections being forwarded")
                .callback(gauge -> gauge.call((double) counts.open()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("xenscope_bypass_risk")
                .help("1 while the connection of --self-test does not come here")
                .callback(gauge -> gauge.call(counts.isBypassed() ? 1 : 0))
                .register(registry);
        GaugeWithCallback.builder()
                .name("xenscope_tap_lag_octets")
                .help("Octets that wait for dissection")
                .callback(gauge -> gauge.call((double) tap.lag()))
                .register(registry);
        InetAddress address =
                where.host() == null ? InetAddress.getLoopbackAddress() : InetAddress.getByName(where.host());
        HTTPServer server = HTTPServer.builder()
                .inetAddress(address)
                .port(where.port())
                .registry(registry)
                .buildAndStart();
        counts.log().info("metrics on port " + server.getPort());
        return new LiveMetrics(server);
    }

    private static void counter(PrometheusRegistry registry, LiveCounts counts, String name, String help) {
        CounterWithCallback.builder()
                .name("xenscope_" + name)
                .help(help)
                .callback(counter -> counter.call((double) counts.get(name)))
                .register(registry);
    }

    private static void byLabel(
            PrometheusRegistry registry, LiveCounts counts, String prefix, String name, String label, String help) {
        CounterWithCallback.builder()
                .name("xenscope_" + name)
                .help(help)
                .labelNames(label)
                .callback(counter -> counts.beginning(prefix).forEach((rest, value) -> counter.call(value, rest)))
                .register(registry);
    }

    @Override
    public void close() {
        server.close();
    }
}
