package io.xenscope.output.delivery;

import java.util.ArrayDeque;
import java.util.List;

/**
 * The lines written last to a connection. Nobody says which of them were read; when the connection breaks, they are sent
 * again.
 */
final class Recent {

    private final int most;
    private final ArrayDeque<Line> lines = new ArrayDeque<>();
    private long octets;

    /** @param most octets that can be on their way; 0 when nothing can be lost */
    Recent(int most) {
        this.most = most;
    }

    void add(Line line) {
        lines.add(line);
        octets += line.octets().length;
        while (octets > most) {
            octets -= lines.remove().octets().length;
        }
    }

    List<Line> lines() {
        return List.copyOf(lines);
    }
}
