package io.xenscope.dissect.resync;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Chains by the place where something is due for them next. */
final class DueChains {

    private final TreeMap<Long, List<Chain>> places = new TreeMap<>();
    private int count;

    int count() {
        return count;
    }

    /** The first place where something is due; the largest number when nothing is. */
    long first() {
        return places.isEmpty() ? Long.MAX_VALUE : places.firstKey();
    }

    void add(Chain chain) {
        List<Chain> there = places.computeIfAbsent(chain.due, key -> new ArrayList<>(1));
        for (int i = 0; i < there.size(); i++) {
            Chain other = there.get(i);
            if (other.walk == chain.walk && other.place == chain.place && other.batch < 0 && chain.batch < 0) {
                // From here on they are one; the later one began inside a record of the other and ends with it.
                there.set(i, other.start < chain.start ? other : chain);
                return;
            }
        }
        there.add(chain);
        count++;
    }

    /** Those for which something is due at {@code offset}, and no longer among these. */
    List<Chain> take(long offset) {
        List<Chain> taken = places.remove(offset);
        if (taken == null) {
            return List.of();
        }
        count -= taken.size();
        return taken;
    }

    Stream<Chain> all() {
        return places.values().stream().flatMap(List::stream);
    }

    void clear() {
        places.clear();
        count = 0;
    }
}
