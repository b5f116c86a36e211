package io.xenscope.samples.scenario;

import io.xenscope.samples.grammar.CheckpointState;
import io.xenscope.samples.grammar.DirtyListFraming;
import io.xenscope.samples.grammar.StreamWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/** Writes the checkpoint rounds of Remus and COLO behind the memory of the first round (sections 5.5 and 6). */
final class CheckpointRounds {
    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final Duration SUSPEND = Duration.ofMillis(5);
    private static final int SECONDARY_PAGES = 64;

    private final Scenario scenario;
    private final Transport transport;
    private final GuestMap map;
    private final StreamWriter primary;
    private final StreamWriter secondary;
    private final MemoryPass pass;
    private final GuestState state;
    private final DeviceModelState deviceModel;

    CheckpointRounds(
            Scenario scenario,
            Transport transport,
            GuestMap map,
            StreamWriter primary,
            StreamWriter secondary,
            MemoryPass pass,
            GuestState state,
            DeviceModelState deviceModel) {
        this.scenario = scenario;
        this.transport = transport;
        this.map = map;
        this.primary = primary;
        this.secondary = secondary;
        this.pass = pass;
        this.state = state;
        this.deviceModel = deviceModel;
    }

    void write() throws IOException {
        boolean libxl = scenario.wrapping().libxl();
        boolean colo = scenario.mode() == Mode.COLO;
        for (int round = 1; round <= scenario.checkpoints(); round++) {
            if (round > 1) {
                pass.write(colo ? coloDirty(round) : dirty(round), false);
            }
            state.write(round);
            primary.libxc().checkpoint();
            if (libxl) {
                deviceModel.write(round);
                primary.libxl().checkpointEnd();
            }
            if (colo && libxl) {
                secondary.libxl().checkpointState(CheckpointState.SVM_READY);
                secondary.libxl().checkpointState(CheckpointState.SVM_RESUMED);
            }
            transport.idle(INTERVAL);
            if (colo && libxl && round < scenario.checkpoints()) {
                primary.libxl().checkpointState(CheckpointState.NEW);
                transport.idle(SUSPEND);
                secondary.libxl().checkpointState(CheckpointState.SVM_SUSPENDED);
            }
        }
    }

    private PfnCursor coloDirty(int round) throws IOException {
        long[] theirs = secondaryDirty(round);
        DirtyListFraming framing = scenario.xen().atLeast(18) ? DirtyListFraming.SURPLUS_8 : DirtyListFraming.PLAIN;
        secondary.libxc().checkpointDirtyPfnList(framing, theirs);
        return PfnCursor.union(dirty(round), PfnCursor.of(theirs));
    }

    private PfnCursor dirty(int round) {
        int index = scenario.rounds() + round - 1;
        return new DirtyPfns(map, scenario.dirty().pages(index, map.ram()), scenario.seed() + index);
    }

    private long[] secondaryDirty(int round) {
        int index = scenario.rounds() + round - 1;
        long count = Math.min(SECONDARY_PAGES, scenario.dirty().pages(index, map.ram()));
        PfnCursor pfns = new DirtyPfns(map, count, ~scenario.seed() - index);
        long[] list = new long[(int) count];
        Arrays.setAll(list, i -> pfns.next());
        return list;
    }
}
