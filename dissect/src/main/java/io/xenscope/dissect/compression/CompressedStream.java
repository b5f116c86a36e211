package io.xenscope.dissect.compression;

import io.xenscope.dissect.Decompression;
import io.xenscope.dissect.Layer;
import io.xenscope.dissect.engine.Decoder;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import java.util.function.Supplier;

/**
 * The part of a direction that is compressed with zstd or gzip, to its end; several times over, as far as {@link
 * Wrapping} allows. The record {@code COMPRESSED} covers the first header; behind it positions count what comes out of
 * the decompressor, as they do in compressed files.
 */
public final class CompressedStream {

    /** Octets that tell what is compressed. */
    public static final int LOOK = 4;

    static final String LOST = "octets of the compressed stream are missing; what follows cannot be decompressed";

    private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

    private final Migration migration;
    private final Reporter reporter;
    private final Wrapping wrapping;
    private final Supplier<Step> inside;

    /**
     * @param wrapping the layers around it
     * @param inside what is compressed
     */
    public CompressedStream(Migration migration, Reporter reporter, Wrapping wrapping, Supplier<Step> inside) {
        this.migration = migration;
        this.reporter = reporter;
        this.wrapping = wrapping;
        this.inside = inside;
    }

    /** True when the octets begin a frame of zstd, as far as there are any. */
    public static boolean isZstd(Slice seen) {
        return seen.length() > 0 && seen.agreesWith(ZSTD);
    }

    /** True when the octets, of which there are enough to tell, begin what can be decompressed here. */
    public static boolean isBegunBy(Slice seen) {
        return seen.length() >= LOOK && (isZstd(seen) || GzipHeader.isBegunBy(seen));
    }

    /** Compressed or not, what the octets say. */
    public Step perhaps() {
        return Step.peek(LOOK, seen -> isBegunBy(seen) ? from(seen) : inside.get());
    }

    /** From the magic on, which {@code seen} begins with. */
    public Step from(Slice seen) {
        if (!wrapping.wrap(reporter, seen.offset())) {
            return Step.opaque(seen.offset());
        }
        reporter.enter(Layer.CARRIER);
        if (!isZstd(seen)) {
            return Step.read(GzipHeader.LENGTH, this::gzip);
        }
        return Step.peek(ZstdFrameHeader.LOOK, more -> {
            boolean cut = more.length() < ZstdFrameHeader.LOOK;
            return Step.read(cut ? ZstdFrameHeader.LOOK : new ZstdFrameHeader(more.u8(4)).length(), this::zstd);
        });
    }

    private Step zstd(Slice in) {
        header(in, "zstd", new ZstdFrameHeader(in.u8(4)).fields(in));
        Decompression decompression = migration.options().decompression();
        if (decompression == null) {
            reporter.finding(
                    FindingCode.CAR_DECOMP_FAIL, in.offset() + in.length(), 0, "no decompressor is at hand here");
            reporter.framingLost();
            return Step.opaque(in.offset() + in.length());
        }
        return through(new ZstdFrames(decompression, migration, reporter, in));
    }

    private Step gzip(Slice in) {
        header(in, "gzip", GzipHeader.fields(in));
        return through(new GzipMembers(migration, reporter, in));
    }

    private Step through(Decoder decoder) {
        return Step.decode(decoder, this::perhaps);
    }

    private void header(Slice in, String name, Fields fields) {
        Element element =
                reporter.begin(Layer.CARRIER, "COMPRESSED", null, in.offset(), in.length(), in.length(), in.time());
        element.finding(
                FindingCode.CAR_COMPRESSED,
                in.offset(),
                in.length(),
                name + "; offsets behind this header count decompressed octets");
        reporter.record(element, fields);
    }
}
