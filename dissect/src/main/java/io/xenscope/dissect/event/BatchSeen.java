package io.xenscope.dissect.event;

import org.jspecify.annotations.Nullable;

/** A PAGE_DATA record, a positive legacy chunk, or (then with {@code compressed}) a COMPRESSED_DATA chunk. */
public record BatchSeen(
        RecordInfo record, BatchInfo batch, @Nullable CompressedInfo compressed) implements EventBody {
    @Override
    public String action() {
        return "batch";
    }
}
