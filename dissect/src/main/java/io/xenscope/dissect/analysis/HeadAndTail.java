package io.xenscope.dissect.analysis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The first and the last of many things: what is kept does not grow with their number. */
final class HeadAndTail<T> {

    private final int most;
    private final List<T> head = new ArrayList<>();
    private final Deque<T> tail = new ArrayDeque<>();
    private long leftOut;

    /** @param most things kept at each end */
    HeadAndTail(int most) {
        this.most = most;
    }

    void add(T thing) {
        if (head.size() < most) {
            head.add(thing);
            return;
        }
        tail.addLast(thing);
        if (tail.size() > most) {
            tail.removeFirst();
            leftOut++;
        }
    }

    Excerpt<T> excerpt() {
        return new Excerpt<>(List.copyOf(head), leftOut, List.copyOf(tail));
    }
}
