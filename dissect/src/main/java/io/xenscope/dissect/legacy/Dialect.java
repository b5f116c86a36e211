package io.xenscope.dissect.legacy;

import org.jspecify.annotations.Nullable;

/** Whose numbers the chunks have (legacy-stream specification 4.3). Nothing in a stream tells, so it is never guessed. */
public enum Dialect {
    /** All releases: no id ever changed its meaning. */
    RELEASES,
    /**
     * The compression patches of June to November 2011, renumbered when they were merged: −11 is COMPRESSED_DATA and −12
     * ENABLE_COMPRESSION. Bodies are taken to be those of the releases.
     */
    PATCHES_2011;

    private static final int FIRST_MOVED = -11;
    private static final int LAST_MOVED = -12;

    /** The chunk that has this number; null when none has. */
    @Nullable
    ChunkType type(int id) {
        if (this == RELEASES || id > FIRST_MOVED || id < LAST_MOVED - 1) {
            return ChunkTypes.byId(id);
        }
        return id >= LAST_MOVED ? ChunkTypes.byId(id - 1) : null;
    }
}
