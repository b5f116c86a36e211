package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.migration.Element;
import java.util.function.Supplier;

/** Reads chunks whose length their id tells. */
final class FixedChunk implements ChunkType.Reader {

    private final int length;
    private final Body body;

    @FunctionalInterface
    interface Body {
        /** @param in the octets behind the id up to the first one lost */
        Fields fields(ImageState image, ChunkType type, Slice in, Element element);
    }

    /** @param length octets behind the id */
    FixedChunk(int length, Body body) {
        this.length = length;
        this.body = body;
    }

    @Override
    public Step read(ChunkType type, ImageState image, Slice header, Supplier<Step> next) {
        int total = header.length() + length;
        Element element = image.begin(type, header, total, total);
        KeptOctets kept = new KeptOctets(header.offset() + header.length(), length);
        return Step.stream(length, kept, () -> {
            image.complete(element, body.fields(image, type, kept.seen(), element));
            return next.get();
        });
    }
}
