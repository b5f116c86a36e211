package io.xenscope.dissect.xapi;

import io.xenscope.dissect.Layer;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.legacy.LegacyImages;
import io.xenscope.dissect.migration.Knowledge.Guest;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import java.util.function.Supplier;

/**
 * The suspend image before its structured form, behind its signature (carriers specification 1.2):
 *
 * <pre>
 * old_image = legacy_image , [ device_model ] ;      device_model: HVM guests only
 * </pre>
 */
final class OldImage {

    private final Migration migration;
    private final Reporter reporter;
    private final LegacyImages legacy;
    private final Supplier<Step> afterEnd;

    /** @param afterEnd what follows */
    OldImage(Migration migration, Reporter reporter, LegacyImages legacy, Supplier<Step> afterEnd) {
        this.migration = migration;
        this.reporter = reporter;
        this.legacy = legacy;
        this.afterEnd = afterEnd;
    }

    Step start() {
        return legacy.withoutDeviceModel(this::behindImage);
    }

    private Step behindImage() {
        reporter.enter(Layer.XAPI);
        boolean hvm = migration.knowledge().domainType == Guest.HVM;
        return hvm ? new DeviceModelRecord(reporter, migration.options(), this::atEnd).start() : atEnd();
    }

    private Step atEnd() {
        migration.knowledge().endReached = true;
        return afterEnd.get();
    }
}
