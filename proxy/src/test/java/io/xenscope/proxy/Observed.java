package io.xenscope.proxy;

import io.xenscope.proxy.relay.Side;
import io.xenscope.proxy.tap.ConnectionId;
import io.xenscope.proxy.tap.TapObserver;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps what a proxy and its tap tell. */
final class Observed implements ProxyObserver, TapObserver {

    final List<String> told = new CopyOnWriteArrayList<>();
    final AtomicLong shed = new AtomicLong();
    final AtomicLong forwarded = new AtomicLong();
    final CountDownLatch closed;

    Observed(int connections) {
        closed = new CountDownLatch(connections);
    }

    @Override
    public void opened(ConnectionId connection) {
        told.add("opened");
    }

    @Override
    public void connectFailed(ConnectionId connection, Throwable cause) {
        told.add("connect failed: " + cause.getMessage());
    }

    @Override
    public void spoofFailed(ConnectionId connection, Throwable cause, boolean goesOn) {
        told.add("spoofing failed: " + goesOn);
    }

    @Override
    public void interceptionTested(InetSocketAddress address, String failure) {
        told.add("tested: " + failure);
    }

    @Override
    public void refused(ConnectionId connection, Refusal reason) {
        told.add("refused: " + reason.text());
    }

    @Override
    public void handshakeFailed(ConnectionId connection, String reason) {
        told.add("refused: TLS with the client failed: " + reason);
    }

    @Override
    public void forwarded(Side from, long octets) {
        forwarded.addAndGet(octets);
    }

    @Override
    public void closed(ConnectionId connection, long fromClient, long fromServer, boolean reset) {
        told.add("closed " + fromClient + " " + fromServer + (reset ? " reset" : ""));
        closed.countDown();
    }

    @Override
    public void shed(long octets) {
        shed.addAndGet(octets);
    }

    @Override
    public void failed(ConnectionId connection, Throwable cause) {
        told.add("input failed: " + cause);
    }
}
