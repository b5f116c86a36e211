package io.xenscope.dissect.xl;

import io.xenscope.dissect.Layer;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.legacy.LegacyImages;
import io.xenscope.dissect.libxl.LibxlStream;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Knowledge;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import io.xenscope.dissect.resync.Searches;
import io.xenscope.dissect.resync.Searches.Around;

/**
 * The direction from sender to receiver as xl writes it (modern-stream specification 1.2, 1.6):
 *
 * <pre>
 * xl_save_file = xl_header , optional_data , libxl_stream ;
 * S_to_R       = xl_header , optional_data , libxl_stream , [ go ] ;
 * </pre>
 */
public final class XlStream {

    private final Migration migration;
    private final Reporter reporter;
    private final LegacyImages legacy;
    private final StreamEnd end;

    /**
     * @param legacy the image where it is no libxl stream
     * @param end what may follow the stream
     */
    public XlStream(Migration migration, Reporter reporter, LegacyImages legacy, StreamEnd end) {
        this.migration = migration;
        this.reporter = reporter;
        this.legacy = legacy;
        this.end = end;
    }

    public Step start() {
        reporter.recoverBy((from, position) -> Searches.stream(
                from,
                position,
                Around.LIBXL,
                migration.options().limits(),
                (place, width) -> new LibxlStream(migration, reporter, end::step).found(place)));
        reporter.enter(Layer.XL);
        migration.knowledge().toolstack = "xl";
        return Step.read(XlHeader.LENGTH, this::header);
    }

    private Step header(Slice in) {
        Element element = reporter.begin(Layer.XL, "XL_HEADER", null, in.offset(), in.length(), in.length(), in.time());
        XlHeader header = XlHeader.read(in, element);
        reporter.record(element, XlHeader.fields(in));
        long next = in.offset() + in.length();
        if (header == null) {
            reporter.framingLost();
            return Step.opaque(next);
        }
        long length = header.optionalLength();
        if (length > migration.options().limits().optionalData()) {
            reporter.finding(
                    FindingCode.XLH_008,
                    in.offset() + 44,
                    4,
                    length + " octets of optional data; no configuration is that long");
            reporter.framingLost();
            return Step.opaque(next);
        }
        return length == 0 ? afterConfig(header) : config(header, next, length);
    }

    private Step config(XlHeader header, long at, long length) {
        Knowledge known = migration.knowledge();
        XlConfig config =
                new XlConfig(header, known, at, migration.options().limits().bodyKept());
        Element element = reporter.begin(Layer.XL, "XL_CONFIG", null, at, length, length, reporter.now());
        return Step.stream(length, config, () -> {
            reporter.record(element, config.finish(element));
            return afterConfig(header);
        });
    }

    private Step afterConfig(XlHeader header) {
        reporter.recoverBy(null);
        if (!header.isStreamV2()) {
            return legacy.followed(end::step);
        }
        return new LibxlStream(migration, reporter, end::step).start();
    }
}
