package io.xenscope.dissect.analysis;

import io.xenscope.dissect.event.CheckpointEnd;

/**
 * Neighbouring epochs, added up.
 *
 * @param first number of the first
 * @param last number of the last
 * @param intervalsNs sum of the known times from completion to completion
 * @param intervals how many of them are known
 * @param pages entries with data
 * @param rawBytes 4096 times these pages
 * @param wireBytes all octets
 */
public record EpochGroup(
        long first, long last, long intervalsNs, long intervals, long pages, long rawBytes, long wireBytes) {

    static EpochGroup of(CheckpointEnd epoch) {
        Long interval = epoch.intervalNs();
        return new EpochGroup(
                epoch.epoch(),
                epoch.epoch(),
                interval == null ? 0 : interval,
                interval == null ? 0 : 1,
                epoch.pages(),
                epoch.rawBytes(),
                epoch.wireBytes());
    }

    /** How many epochs these are. */
    public long epochs() {
        return last - first + 1;
    }

    EpochGroup plus(EpochGroup next) {
        return new EpochGroup(
                first,
                next.last,
                intervalsNs + next.intervalsNs,
                intervals + next.intervals,
                pages + next.pages,
                rawBytes + next.rawBytes,
                wireBytes + next.wireBytes);
    }
}
