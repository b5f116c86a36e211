package io.xenscope.dissect.event;

import io.xenscope.dissect.Pace;
import org.jspecify.annotations.Nullable;

/**
 * The end of a pass over memory ({@code xenscope.round}). Times and rates are null when the input has no times.
 *
 * @param index 0, 1, 2 … over the whole migration, all kinds
 * @param kind {@code live}, {@code final}, {@code verify} or {@code checkpoint}
 * @param boundaryCertain whether the stream proves where the round ended
 * @param pages entries with data
 * @param distinctPfns PFNs with data
 * @param resentPages pages whose PFN was sent with data before
 * @param zeroPages pages of zero octets; null when the contents of a batch were not looked at
 * @param bytes lengths of its batches, in octets
 * @param durationNs from the first octet of its first to the last octet of its last batch
 * @param dirtyPagesPerSecond pages over the time between the first octets of the previous round and of this one
 * @param pace what the sender's octets waited for from the end of the round before to the end of this one; null where nobody
 *     forwards them
 */
public record RoundEnd(
        long index,
        String kind,
        boolean boundaryCertain,
        long pages,
        long distinctPfns,
        long resentPages,
        @Nullable Long zeroPages,
        long bytes,
        @Nullable Long durationNs,
        @Nullable Double bytesPerSecond,
        @Nullable Double pagesPerSecond,
        @Nullable Double dirtyPagesPerSecond,
        @Nullable Pace pace)
        implements EventBody {
    @Override
    public String action() {
        return "round";
    }

    /** The same with what its octets waited for. */
    public RoundEnd withPace(Pace known) {
        return new RoundEnd(
                index,
                kind,
                boundaryCertain,
                pages,
                distinctPfns,
                resentPages,
                zeroPages,
                bytes,
                durationNs,
                bytesPerSecond,
                pagesPerSecond,
                dirtyPagesPerSecond,
                known);
    }
}
