package io.xenscope.proxy.tap;

import org.jspecify.annotations.Nullable;

/** Hears what a tap could not do. Calls come from any thread. */
public interface TapObserver {

    /** {@code octets} of a connection were given up because dissection lags. */
    void shed(long octets);

    /**
     * The dissector of a connection failed; the connection is forwarded on, but not looked at any more.
     *
     * @param connection null when the fault is the tap's own
     */
    void failed(@Nullable ConnectionId connection, Throwable cause);
}
