package io.xenscope.dissect.zstd;

import io.xenscope.dissect.Decompression;
import io.xenscope.dissect.Layer;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import java.util.function.Supplier;

/**
 * The part of a direction that is compressed with zstd, to its end. The record {@code COMPRESSED} covers the first frame
 * header; behind it positions count what comes out of the decompressor, as they do in compressed files.
 */
public final class CompressedStream {

    private static final byte[] MAGIC = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

    private final Migration migration;
    private final Reporter reporter;
    private final Supplier<Step> inside;

    /** @param inside what is compressed */
    public CompressedStream(Migration migration, Reporter reporter, Supplier<Step> inside) {
        this.migration = migration;
        this.reporter = reporter;
        this.inside = inside;
    }

    /** True when the octets begin a frame, as far as there are any. */
    public static boolean isBegunBy(Slice seen) {
        return seen.length() > 0 && seen.agreesWith(MAGIC);
    }

    /** From the magic on. */
    public Step start() {
        reporter.enter(Layer.CARRIER);
        return Step.peek(FrameHeader.LOOK, seen -> {
            int length = seen.length() < FrameHeader.LOOK ? FrameHeader.LOOK : new FrameHeader(seen.u8(4)).length();
            return Step.read(length, this::header);
        });
    }

    private Step header(Slice in) {
        FrameHeader header = new FrameHeader(in.u8(4));
        Element element =
                reporter.begin(Layer.CARRIER, "COMPRESSED", null, in.offset(), in.length(), in.length(), in.time());
        element.finding(
                FindingCode.CAR_COMPRESSED,
                in.offset(),
                in.length(),
                "zstd; offsets behind this header count decompressed octets");
        reporter.record(element, header.fields(in));
        Decompression decompression = migration.options().decompression();
        if (decompression == null) {
            reporter.finding(
                    FindingCode.CAR_DECOMP_FAIL, in.offset() + in.length(), 0, "no decompressor is at hand here");
            reporter.framingLost();
            return Step.opaque(in.offset() + in.length());
        }
        return Step.decode(new FrameDecoder(decompression, migration, reporter, in), inside);
    }
}
