package io.xenscope.dissect.analysis;

import io.xenscope.dissect.event.CheckpointEnd;
import java.util.ArrayList;
import java.util.List;

/** All epochs in few groups: when there are too many of these, neighbours are joined. */
final class EpochCourse {

    static final int MOST = 128;

    private final List<EpochGroup> groups = new ArrayList<>();
    private long each = 1;

    void add(CheckpointEnd epoch) {
        EpochGroup one = EpochGroup.of(epoch);
        int last = groups.size() - 1;
        if (last >= 0 && groups.get(last).epochs() < each) {
            groups.set(last, groups.get(last).plus(one));
            return;
        }
        if (groups.size() == MOST) {
            join();
        }
        groups.add(one);
    }

    private void join() {
        each *= 2;
        for (int i = 0; i + 1 < MOST; i += 2) {
            groups.set(i / 2, groups.get(i).plus(groups.get(i + 1)));
        }
        groups.subList(MOST / 2, MOST).clear();
    }

    List<EpochGroup> groups() {
        return List.copyOf(groups);
    }
}
