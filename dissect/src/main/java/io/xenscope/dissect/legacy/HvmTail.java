package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.legacy.LegacyStream.DeviceModel;
import io.xenscope.dissect.migration.Element;
import java.util.function.Supplier;

/**
 * What follows the body of an HVM round (legacy-stream specification 5.2):
 *
 * <pre>
 * tail_hvm = magic_pfns , hvm_context [ , qemu_record ] ;      no record where the toolstack frames it itself
 *
 *  0               8              16              24
 *  +---------------+---------------+---------------+
 *  |     ioreq     |  bufioreq     |     store     |   magic_pfns
 *  +---------------+---------------+---------------+
 * </pre>
 */
final class HvmTail {

    private static final int MAGIC_PFNS = 24;
    private static final int LENGTH = 4;

    /** The parameters whose values the magic PFNs are. */
    private static final int[] INDEXES = {5, 6, 1};

    private static final long CONTEXT_MOST = 16 << 20;

    private final ImageState image;
    private final Supplier<Step> behindContext;

    HvmTail(ImageState image, DeviceModel deviceModel, Supplier<Step> next) {
        this.image = image;
        this.behindContext = deviceModel == DeviceModel.BEHIND_IMAGE ? next : () -> new QemuRecord(image, next).start();
    }

    Step start() {
        return ImageState.ahead(this::magicPfns);
    }

    private Step magicPfns(Slice seen) {
        Element element = image.begin("MAGIC_PFNS", null, seen, MAGIC_PFNS, MAGIC_PFNS);
        KeptOctets kept = new KeptOctets(seen.offset(), MAGIC_PFNS);
        return Step.stream(MAGIC_PFNS, kept, () -> {
            Slice in = kept.seen();
            for (int i = 0; i < INDEXES.length && in.length() >= 8 * (i + 1); i++) {
                image.judgePage(element, INDEXES[i], in.u64(8 * i), in.offset() + 8L * i);
            }
            image.complete(
                    element,
                    new FieldReader(in)
                            .hex64("ioreq_pfn", 0)
                            .hex64("bufioreq_pfn", 8)
                            .hex64("store_pfn", 16)
                            .fields());
            return Step.read(LENGTH, this::context);
        });
    }

    private Step context(Slice in) {
        long length = in.u32(0);
        Element element = image.begin("HVM_CONTEXT", null, in, LENGTH + length, length);
        if (length > CONTEXT_MOST) {
            element.finding(
                    FindingCode.E49,
                    in.offset(),
                    LENGTH,
                    length + " octets; receivers read as many, and no context of a real guest has 16 MiB");
        }
        HvmContext context = new HvmContext(image, in.offset() + LENGTH);
        return Step.stream(length, context, () -> {
            image.complete(element, context.finish(element));
            return behindContext.get();
        });
    }
}
