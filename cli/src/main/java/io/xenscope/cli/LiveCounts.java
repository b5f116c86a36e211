package io.xenscope.cli;

import io.xenscope.dissect.detect.OtherProtocol;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.output.delivery.DeliveryObserver;
import io.xenscope.proxy.ProxyObserver;
import io.xenscope.proxy.Refusal;
import io.xenscope.proxy.relay.Side;
import io.xenscope.proxy.tap.TapObserver;
import java.io.PrintWriter;
import java.net.BindException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What a live tap counts, and tells on standard error as it happens. */
final class LiveCounts implements ProxyObserver, TapObserver, DeliveryObserver {

    private final PrintWriter err;
    private final boolean verbose;
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<String, LongSupplier> waiting = new ConcurrentHashMap<>();

    LiveCounts(PrintWriter err, boolean verbose) {
        this.err = err;
        this.verbose = verbose;
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

    private synchronized void say(String text) {
        err.println("xenscope: " + text);
        err.flush();
    }

    @Override
    public void opened(String connection) {
        count("connections", 1);
        if (verbose) {
            say(connection + ": connected");
        }
    }

    @Override
    public void connectFailed(String connection, Throwable cause) {
        count("connect_failures", 1);
        boolean unbound = cause instanceof BindException
                || String.valueOf(cause.getMessage()).startsWith("bind(");
        FindingCode code = unbound ? FindingCode.NET_SPOOF_FAIL : FindingCode.NET_UPSTREAM_FAIL;
        say(connection + ": " + code.severity().text() + " " + code.id() + " cannot connect: " + cause.getMessage());
    }

    @Override
    public void refused(String connection, Refusal reason) {
        count("refused", 1);
        FindingCode code = reason == Refusal.LOOP ? FindingCode.NET_LOOP : FindingCode.NET_NO_ORIGDST;
        say(connection + ": " + code.severity().text() + " " + code.id() + " refused: " + reason.text());
    }

    @Override
    public void handshakeFailed(String connection, String reason) {
        count("refused", 1);
        say(connection + ": refused: TLS with the client failed: " + reason);
    }

    /** A connection carries something else. */
    void other(OtherProtocol.Seen seen) {
        count("other_" + seen.protocol().label(), 1);
        if (verbose) {
            say("no migration to be seen: " + seen.what() + (seen.advice().isEmpty() ? "" : "; " + seen.advice()));
        }
    }

    @Override
    public void forwarded(Side from, long octets) {
        count("octets_from_" + from.name().toLowerCase(Locale.ROOT), octets);
    }

    @Override
    public void closed(String connection, long fromClient, long fromServer, boolean reset) {
        count(reset ? "closed_by_reset" : "closed_in_order", 1);
        if (verbose) {
            say(connection + ": " + (reset ? "reset" : "closed") + ", " + fromClient + " octets from the client, "
                    + fromServer + " from the server");
        }
    }

    @Override
    public void shed(long octets) {
        if (get("drop_octets_overload") == 0) {
            say(FindingCode.NET_TAP_DROPPED.id()
                    + " dissection does not keep up; octets are given up and counted, forwarding goes on");
        }
        count("drop_octets_overload", octets);
    }

    @Override
    public void failed(String connection, Throwable cause) {
        count("tap_failures", 1);
        say(connection + ": internal fault, the connection is forwarded but not looked at any more: " + cause);
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
            say(events + " events for " + sink + " were not delivered");
        }
    }

    /** Events given up so far, by reason, as {@code pipeline.drop} names them. */
    Map<String, Long> eventsDropped() {
        Map<String, Long> reasons = new TreeMap<>();
        beginning("drop_events_").forEach((reason, count) -> reasons.put(reason + "_events", count));
        return reasons;
    }

    /** There is a sink for which so many octets wait. */
    void sink(String name, LongSupplier octets) {
        waiting.put(name, octets);
    }

    /** Octets that wait, by sink. */
    Map<String, LongSupplier> waiting() {
        return waiting;
    }

    void recordingFailed(Exception cause) {
        count("recording_failures", 1);
        say("the recording cannot be written and ends here, all else goes on: " + cause.getMessage());
    }

    @Override
    public void failed(String sink, String why, boolean first) {
        count("sink_failures", 1);
        if (first) {
            say("events cannot be written to " + sink + ", all else goes on: " + why);
        }
    }

    @Override
    public void recovered(String sink) {
        say("events are written to " + sink + " again");
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
