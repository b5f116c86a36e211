package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.migration.Element;
import java.util.List;
import java.util.function.Supplier;

/**
 * TMEM_EXTRA (−6): pages of transcendent memory that are gone since TMEM (legacy-stream specification 4.3.4). It stands
 * where a live sender has paused the guest.
 *
 * <pre>
 *  0       4       8                32      36
 *  +-------+-------+------- … ------+-------+-- … --+-------+
 *  |  −6   | pool  |   identifier   | index |       |  −1   |
 *  +-------+-------+------- … ------+-------+-- … --+-------+
 * </pre>
 */
final class TmemExtra {

    private static final long END = 0xffff_ffffL;
    private static final int WORD = 4;

    private final ImageState image;
    private final ChunkType type;
    private final Supplier<Step> next;
    private long taken = WORD;
    private long pages;

    TmemExtra(ImageState image, ChunkType type, Supplier<Step> next) {
        this.image = image;
        this.type = type;
        this.next = next;
    }

    Step read(Slice header) {
        Element element = image.begin(type, header, WORD, WORD);
        return pool(element);
    }

    private Step pool(Element element) {
        taken += WORD;
        element.grow(taken);
        return Step.read(WORD, in -> {
            if (in.u32(0) == END) {
                Value count = new Value.Leaf(new Data.Numeric(pages), element.start(), element.length(), null);
                image.complete(element, new Fields(List.of(new Fields.Field("pages", count))));
                return next.get();
            }
            pages++;
            taken += image.tmemOid + WORD;
            element.grow(taken);
            return Step.read(image.tmemOid + WORD, page -> pool(element));
        });
    }
}
