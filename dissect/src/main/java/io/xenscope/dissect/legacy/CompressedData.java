package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.legacy.compressed.ChunkPages;
import io.xenscope.dissect.migration.Element;
import java.util.List;
import java.util.function.Supplier;

/**
 * COMPRESSED_DATA (−12): page records for the pages that lists announce (legacy-stream specification 7.1).
 *
 * <pre>
 *  0       4      4+W
 *  +-------+-------+------ … ------+
 *  | −12   |length | page records  |
 *  +-------+-------+------ … ------+
 * </pre>
 */
final class CompressedData {

    static final int ID = -12;

    private static final long SENDERS_MOST = 16_777_208;
    private static final long RECEIVERS_MOST = Integer.MAX_VALUE;

    private CompressedData() {}

    static Step read(ChunkType type, ImageState image, Slice header, Supplier<Step> next) {
        long start = header.offset();
        int prefix = 4 + image.width;
        Element element = image.begin(type, header, prefix, 0);
        return Step.read(image.width, in -> {
            long length = image.width == 8 ? in.u64(0) : in.u32(0);
            if (length < 0 || length > RECEIVERS_MOST) {
                return implausible(image, start, in, length);
            }
            element.grow(prefix + length, length);
            judge(image, element, length);
            image.compressedPages.enter(element, start + prefix);
            return Step.stream(length, image.compressedPages, () -> {
                ChunkPages pages = image.compressedPages.chunk();
                Value shown = new Value.Leaf(new Data.Numeric(length), start + 4, image.width, null);
                image.judgePause(element);
                boolean looking = image.migration().options().pageAnalysis();
                image.reporter()
                        .compressed(
                                element,
                                new Fields(List.of(new Fields.Field("length", shown))),
                                pages.info(length),
                                looking ? Long.valueOf(pages.zeroPages()) : null);
                return next.get();
            });
        });
    }

    private static Step implausible(ImageState image, long start, Slice in, long length) {
        String what = "length " + ImageState.hex(length);
        String then = "; receivers take it for an error or, when a multiple of 2^32, for END: " + image.failure();
        if (image.rounds == 0) {
            image.reporter().finding(FindingCode.E31, start, 4 + in.length(), what + patches(image) + then);
        } else {
            image.reporter().finding(FindingCode.E36, Severity.ERROR, in.offset(), in.length(), what + then);
        }
        image.reporter().framingLost();
        return Step.opaque(start);
    }

    /** What else the id may be. */
    private static String patches(ImageState image) {
        return image.dialect == Dialect.PATCHES_2011
                ? ""
                : "; or ENABLE_COMPRESSION, which was −12 in the patches of 2011 (--as legacy-2011)";
    }

    private static void judge(ImageState image, Element element, long length) {
        long at = element.start();
        if (image.rounds == 0) {
            element.finding(
                    FindingCode.E31,
                    at,
                    4,
                    "receivers take it for the end of the body and misread what follows" + patches(image));
        } else if (!image.isCompressed()) {
            element.finding(
                    FindingCode.E32,
                    at,
                    4,
                    "no ENABLE_COMPRESSION came in the first round; receivers mix the octets with those of pages");
        }
        if (length == 0) {
            element.finding(FindingCode.E35, at + 4, image.width, "no sender writes it");
        } else if (length > SENDERS_MOST) {
            element.finding(FindingCode.E36, at + 4, image.width, length + " octets; a sender's buffer ends at 16 MiB");
        }
    }
}
