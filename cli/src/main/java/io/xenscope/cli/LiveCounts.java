package io.xenscope.cli;

import io.xenscope.dissect.detect.OtherProtocol;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.Outcome;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.output.delivery.DeliveryObserver;
import io.xenscope.proxy.ProxyObserver;
import io.xenscope.proxy.Refusal;
import io.xenscope.proxy.relay.Side;
import io.xenscope.proxy.tap.ConnectionId;
import io.xenscope.proxy.tap.TapObserver;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a live tap counts, and tells on standard error as it happens. */
final class LiveCounts implements ProxyObserver, TapObserver, DeliveryObserver {

    private final LiveLog log;
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<String, LongSupplier> waiting = new ConcurrentHashMap<>();

    private volatile @Nullable Boolean bypassed;

    LiveCounts(LiveLog log) {
        this.log = log;
        // Whoever watches them wants to see that nothing happened, too.
        Stream.of("octets_from_client", "octets_from_server", "closed_in_order", "closed_by_reset")
                .forEach(name -> count(name, 0));
        Stream.of("drop_octets_overload", "drop_events_spool_full").forEach(name -> count(name, 0));
        Stream.of(Outcome.values()).forEach(outcome -> count("migrations_" + outcome.text(), 0));
    }

    LiveLog log() {
        return log;
    }

    /** A count by its name, such as {@code octets_from_client}; 0 when it never happened. */
    long get(String name) {
        LongAdder count = counts.get(name);
        return count == null ? 0 : count.sum();
    }

    /** All counts whose names begin so, by the rest of the name. */
    Map<String, Long> beginning(String prefix) {
        Map<String, Long> found = new TreeMap<>();
        counts.forEach((name, count) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), count.sum());
            }
        });
        return found;
    }

    private void count(String name, long by) {
        counts.computeIfAbsent(name, key -> new LongAdder()).add(by);
    }

    private void tell(LiveLog.Level level, @Nullable ConnectionId connection, String text, Map<String, Long> more) {
        log.say(level, connection, null, text, more);
    }

    @Override
    public void opened(ConnectionId connection) {
        count("connections", 1);
        if (log.isVerbose()) {
            tell(LiveLog.Level.INFO, connection, "connected", Map.of());
        }
    }

    @Override
    public void connectFailed(ConnectionId connection, Throwable cause) {
        count("connect_failures", 1);
        log.finding(FindingCode.NET_UPSTREAM_FAIL, connection, "cannot connect: " + cause.getMessage(), Map.of());
    }

    @Override
    public void spoofFailed(ConnectionId connection, Throwable cause, boolean goesOn) {
        count("spoof_failures", 1);
        log.finding(
                FindingCode.NET_SPOOF_FAIL,
                connection,
                "the client's address cannot be used" + (goesOn ? ", connecting from our own: " : ": ")
                        + cause.getMessage(),
                Map.of());
    }

    @Override
    public void interceptionTested(InetSocketAddress address, @Nullable String failure) {
        Boolean before = bypassed;
        bypassed = failure != null;
        if (failure != null && !Boolean.TRUE.equals(before)) {
            log.finding(
                    FindingCode.NET_BYPASS_RISK,
                    null,
                    "connections to " + text(address) + " do not come here: " + failure,
                    Map.of());
        } else if (failure == null && !Boolean.FALSE.equals(before)) {
            tell(LiveLog.Level.INFO, null, "connections to " + text(address) + " come here", Map.of());
        }
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + " port " + address.getPort();
    }

    /** Connections that are being forwarded. */
    long open() {
        return Math.max(0, get("connections") - get("closed_in_order") - get("closed_by_reset"));
    }

    /** Whether the last test of the rules failed. */
    boolean isBypassed() {
        return Boolean.TRUE.equals(bypassed);
    }

    @Override
    public void refused(ConnectionId connection, Refusal reason) {
        count("refused", 1);
        FindingCode code = reason == Refusal.LOOP ? FindingCode.NET_LOOP : FindingCode.NET_NO_ORIGDST;
        log.finding(code, connection, "refused: " + reason.text(), Map.of());
    }

    @Override
    public void handshakeFailed(ConnectionId connection, String reason) {
        count("refused", 1);
        tell(LiveLog.Level.WARN, connection, "refused: TLS with the client failed: " + reason, Map.of());
    }

    /** A connection carries something else. */
    void other(OtherProtocol.Seen seen) {
        count("other_" + seen.protocol().label(), 1);
        if (log.isVerbose()) {
            log.info("no migration to be seen: " + seen.what() + (seen.advice().isEmpty() ? "" : "; " + seen.advice()));
        }
    }

    @Override
    public void forwarded(Side from, long octets) {
        count("octets_from_" + from.name().toLowerCase(Locale.ROOT), octets);
    }

    @Override
    public void closed(ConnectionId connection, long fromClient, long fromServer, boolean reset) {
        count(reset ? "closed_by_reset" : "closed_in_order", 1);
        if (log.isVerbose()) {
            tell(
                    LiveLog.Level.INFO,
                    connection,
                    (reset ? "reset, " : "closed, ") + fromClient + " octets from the client, " + fromServer
                            + " from the server",
                    Map.of("client.bytes", fromClient, "server.bytes", fromServer));
        }
    }

    @Override
    public void shed(long octets) {
        if (get("drop_octets_overload") == 0) {
            log.finding(
                    FindingCode.NET_TAP_DROPPED,
                    null,
                    "dissection does not keep up; octets are given up and counted, forwarding goes on",
                    Map.of());
        }
        count("drop_octets_overload", octets);
    }

    @Override
    public void failed(@Nullable ConnectionId connection, Throwable cause) {
        count("tap_failures", 1);
        tell(
                LiveLog.Level.ERROR,
                connection,
                "internal fault, "
                        + (connection == null
                                ? "forwarding goes on: "
                                : "the connection is forwarded but not looked at any more: ")
                        + cause,
                Map.of());
    }

    @Override
    public void delivered(String sink, long events) {
        count("events", events);
        count("sink_events_" + sink, events);
    }

    @Override
    public void dropped(String sink, String reason, long events) {
        count("drop_events_" + reason, events);
        count("sink_drops_" + sink, events);
        if (reason.equals("undelivered")) {
            // No event can tell this any more.
            log.warn(events + " events for " + sink + " were not delivered");
        }
    }

    /** Events were given up before they went to any sink. */
    void dropped(String reason, long events) {
        count("drop_events_" + reason, events);
    }

    /** Events given up so far, by reason, as {@code pipeline.drop} names them. */
    Map<String, Long> eventsDropped() {
        Map<String, Long> reasons = new TreeMap<>();
        beginning("drop_events_").forEach((reason, count) -> reasons.put(reason + "_events", count));
        return reasons;
    }

    /** Events given up so far. */
    long eventsLost() {
        return beginning("drop_events_").values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** There is a sink for which so many octets wait. */
    void sink(String name, LongSupplier octets) {
        waiting.put(name, octets);
    }

    /** Octets that wait, by sink. */
    Map<String, LongSupplier> waiting() {
        return waiting;
    }

    /** The command ends in order. */
    void stopped() {
        long fromClients = get("octets_from_client");
        long fromServers = get("octets_from_server");
        long events = get("events");
        log.say(
                LiveLog.Level.INFO,
                null,
                null,
                "stopped: " + get("connections") + " connections, " + fromClients + " octets from clients, "
                        + fromServers + " from servers, " + events + " events",
                Map.of("client.bytes", fromClients, "server.bytes", fromServers, "xenscope.events", events));
    }

    void recordingFailed(Exception cause) {
        count("recording_failures", 1);
        log.error("the recording cannot be written and ends here, all else goes on: " + cause.getMessage());
    }

    @Override
    public void failed(String sink, String why, boolean first) {
        count("sink_failures", 1);
        if (first) {
            log.error("events cannot be written to " + sink + ", all else goes on: " + why);
        }
    }

    @Override
    public void spoolFailed(String sink, String why) {
        log.error("events for " + sink + " cannot wait on disk, those without room in memory are given up: " + why);
    }

    @Override
    public void spoolRecovered(String sink) {
        log.info("events for " + sink + " can wait on disk again");
    }

    @Override
    public void recovered(String sink) {
        log.info("events are written to " + sink + " again");
    }

    /** Passes events on and counts how migrations end. */
    EventSink watching(EventSink next) {
        return event -> {
            ended(event);
            next.accept(event);
        };
    }

    private void ended(Event event) {
        if (event.body() instanceof MigrationEnd end) {
            count("migrations_" + end.outcome().text(), 1);
        }
    }
}
