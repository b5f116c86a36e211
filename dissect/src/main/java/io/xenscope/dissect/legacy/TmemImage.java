package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.PieceConsumer;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import java.util.function.Supplier;

/**
 * TMEM (−5): the guest's transcendent memory (legacy-stream specification 4.3.4).
 *
 * <pre>
 *  0       4       8      12      16      20      24      28      32
 *  +-------+-------+-------+-------+-------+-------+-------+-------+----- … -----+-------+
 *  |  −5   |version|maxpool|  −1   | flags | weight|  cap  |  −1   | pools       |  −1   |
 *  +-------+-------+-------+-------+-------+-------+-------+-------+----- … -----+-------+
 * </pre>
 *
 * Page identifiers have 24 octets, 8 in 4.0.0 and 4.0.1, which nothing tells: both readings are followed at once, and
 * the one that ends where a chunk can begin is right.
 */
final class TmemImage {

    private static final int HEAD = 28;
    private static final long ONES = 0xffff_ffffL;
    private static final int CHUNK = 4;

    private final ImageState image;
    private final ChunkType type;
    private final Supplier<Step> next;
    private final TmemPools wide;
    private final TmemPools narrow;
    private long taken;

    private TmemImage(ImageState image, ChunkType type, Slice header, Supplier<Step> next) {
        this.image = image;
        this.type = type;
        this.next = next;
        long pools = header.offset() + CHUNK + HEAD;
        wide = new TmemPools(24, pools, image.arrayHead());
        narrow = new TmemPools(8, pools, image.arrayHead());
    }

    static Step read(ChunkType type, ImageState image, Slice header, Supplier<Step> next) {
        return new TmemImage(image, type, header, next).read(header);
    }

    private Step read(Slice header) {
        taken = CHUNK + HEAD;
        Element element = image.begin(type, header, taken, taken);
        return Step.read(HEAD, in -> head(in, element));
    }

    private Step head(Slice in, Element element) {
        FieldReader fields = new FieldReader(in.copy());
        fields.u32("version", 0)
                .u32("max_pools", 4)
                .hex32("client_flags", 12)
                .u32("weight", 16)
                .u32("cap", 20);
        if (in.u32(8) != ONES) {
            return image.lost(
                    element.start(),
                    FindingCode.E58,
                    in.offset() + 8,
                    4,
                    "found " + ImageState.hex(in.u32(8)) + ", expected all ones: " + image.failure());
        }
        if (in.u32(24) != ONES) {
            element.finding(
                    FindingCode.E58, in.offset() + 24, 4, "found " + ImageState.hex(in.u32(24)) + "; not checked");
        }
        return pools(element, fields);
    }

    private Step pools(Element element, FieldReader fields) {
        long both = Math.min(wide.needs(), narrow.needs());
        if (wide.isInPage() && narrow.isInPage()) {
            element.grow(taken + both);
            PieceConsumer pages = new PieceConsumer() {
                @Override
                public void octets(byte[] octets, int index, int length) {
                    feed(octets, index, length);
                }

                @Override
                public void missing(long count) {
                    wide.skip(count);
                    narrow.skip(count);
                }
            };
            taken += both;
            return Step.stream(both, pages, () -> look(element, fields));
        }
        taken += both;
        element.grow(taken);
        return Step.read((int) both, in -> {
            feed(in.octets(), in.start(), in.length());
            return look(element, fields);
        });
    }

    private void feed(byte[] octets, int index, int length) {
        wide.octets(octets, index, length);
        narrow.octets(octets, index, length);
    }

    /** When a reading has ended, what follows tells whether it was right. */
    private Step look(Element element, FieldReader fields) {
        if (wide.hasJustEnded()) {
            return Step.peek(CHUNK, seen -> {
                boolean right = seen.length() < CHUNK || isChunk((int) seen.u32(0)) || narrow.isOver();
                return right ? complete(element, fields, wide) : pools(element, fields);
            });
        }
        if (narrow.hasJustEnded()) {
            return Step.peek(CHUNK, seen -> {
                boolean right = wide.isOver() || seen.length() == CHUNK && follows((int) seen.u32(0));
                return right ? complete(element, fields, narrow) : pools(element, fields);
            });
        }
        return pools(element, fields);
    }

    private static boolean isChunk(int id) {
        return id >= ChunkTypes.LAST_ID && id <= BatchChunk.MOST;
    }

    /** True for what real senders write behind this chunk: TSC_INFO or a batch. */
    private static boolean follows(int id) {
        return id == -7 || id >= 1 && id <= BatchChunk.MOST;
    }

    private Step complete(Element element, FieldReader fields, TmemPools reading) {
        image.tmemOid = reading.oidWidth();
        fields.value("pools", reading.pools());
        fields.value(
                "pages", new Value.Leaf(new Data.Numeric(reading.pages()), element.start() + 32, taken - 32, null));
        image.complete(element, fields.fields());
        return next.get();
    }
}
