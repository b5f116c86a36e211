package io.xenscope.dissect.xapi;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which connections of the same migration were seen; several belong together by the uuid in their paths. Remembers the
 * latest migrations only.
 */
public final class SeenConnections {

    private static final int MOST = 1024;

    private final Map<String, Set<Route.Kind>> kinds = new LinkedHashMap<>();

    void saw(String correlation, Route.Kind kind) {
        Set<Route.Kind> seen = kinds.remove(correlation);
        Set<Route.Kind> all = seen == null ? EnumSet.noneOf(Route.Kind.class) : seen;
        all.add(kind);
        kinds.put(correlation, all);
        if (kinds.size() > MOST) {
            kinds.remove(kinds.keySet().iterator().next());
        }
    }

    boolean contains(String correlation, Route.Kind kind) {
        return kinds.getOrDefault(correlation, Set.of()).contains(kind);
    }
}
