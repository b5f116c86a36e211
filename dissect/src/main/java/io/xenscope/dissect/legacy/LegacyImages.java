package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.legacy.LegacyStream.DeviceModel;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import java.util.function.Supplier;

/** The legacy image of a migration, for whatever may surround it. */
public final class LegacyImages {

    private final Migration migration;
    private final Reporter reporter;
    private final Dialect dialect;

    public LegacyImages(Migration migration, Reporter reporter) {
        this(migration, reporter, Dialect.RELEASES);
    }

    private LegacyImages(Migration migration, Reporter reporter, Dialect dialect) {
        this.migration = migration;
        this.reporter = reporter;
        this.dialect = dialect;
    }

    /** The same with chunks numbered otherwise than in the releases. */
    public LegacyImages in(Dialect other) {
        return new LegacyImages(migration, reporter, other);
    }

    /** An image behind which the direction ends: one that nothing surrounds, or nothing but a header before it. */
    public Step last() {
        return followed(this::behind);
    }

    /** An image whose beginning was not captured, from some chunk on, as {@link #last()}. */
    public Step found(int width) {
        return new LegacyStream(migration, reporter, DeviceModel.IN_TAIL, this::behind)
                .in(dialect)
                .found(width);
    }

    /** @param afterEnd what follows the last tail */
    public Step followed(Supplier<Step> afterEnd) {
        return new LegacyStream(migration, reporter, DeviceModel.IN_TAIL, afterEnd)
                .in(dialect)
                .start();
    }

    /**
     * An image of one round behind which the toolstack frames the state of the device model in its own way.
     *
     * @param afterEnd what follows the tail; it decides when the end is reached
     */
    public Step withoutDeviceModel(Supplier<Step> afterEnd) {
        return new LegacyStream(migration, reporter, DeviceModel.BEHIND_IMAGE, afterEnd)
                .in(dialect)
                .start();
    }

    /**
     * An image of one round that ends with the state of the device model.
     *
     * @param afterEnd what follows; it decides when the end is reached
     */
    public Step single(Supplier<Step> afterEnd) {
        return new LegacyStream(migration, reporter, DeviceModel.IN_ONLY_TAIL, afterEnd)
                .in(dialect)
                .start();
    }

    private Step behind() {
        return ImageState.ahead(seen -> {
            reporter.finding(FindingCode.E60, seen.offset(), 0, "nothing reads them");
            return Step.opaque(seen.offset());
        });
    }
}
