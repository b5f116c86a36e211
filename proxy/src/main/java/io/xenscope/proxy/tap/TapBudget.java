package io.xenscope.proxy.tap;

import java.util.concurrent.atomic.AtomicLong;

/** The octets that may wait for dissection, over all connections. */
final class TapBudget {

    private final long most;
    private final AtomicLong waiting = new AtomicLong();

    TapBudget(long most) {
        this.most = most;
    }

    /** Takes {@code octets} from the budget, if they are there. */
    boolean take(long octets) {
        if (waiting.addAndGet(octets) <= most) {
            return true;
        }
        waiting.addAndGet(-octets);
        return false;
    }

    /** Takes {@code octets} even when they are not there. */
    void force(long octets) {
        waiting.addAndGet(octets);
    }

    boolean isFull() {
        return waiting.get() >= most;
    }

    void giveBack(long octets) {
        waiting.addAndGet(-octets);
    }

    long waiting() {
        return waiting.get();
    }

    /** Half of the budget is in use: time to save effort. */
    boolean isStrained() {
        return waiting.get() > most / 2;
    }

    /** So little waits that what was given up can be taken up again. */
    boolean isRelaxed() {
        return waiting.get() <= most / 4;
    }
}
