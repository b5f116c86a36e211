package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import java.util.function.Supplier;

/**
 * A chunk with a negative id.
 *
 * @param id number in the releases of Xen
 * @param name Xen's name without {@code XC_SAVE_ID_}
 * @param since first release that writes it
 * @param reader reads what stands behind the id
 */
record ChunkType(int id, String name, int since, Reader reader) {

    @FunctionalInterface
    interface Reader {
        /**
         * @param header the id
         * @param next what follows the chunk
         */
        Step read(ChunkType type, ImageState image, Slice header, Supplier<Step> next);
    }
}
