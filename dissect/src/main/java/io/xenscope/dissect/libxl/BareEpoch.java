package io.xenscope.dissect.libxl;

import io.xenscope.dissect.Layer;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.libxc.LibxcImage;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;

/** The end of an epoch where no libxl layer surrounds the image: CHECKPOINT completes it. */
public final class BareEpoch {

    private BareEpoch() {}

    /** Reports the epoch and goes on with the records of the next one. */
    public static Step complete(Migration migration, Reporter reporter, LibxcImage image) {
        migration.checkpointComplete(Layer.LIBXC, reporter.lastEnd(), reporter.lastTime());
        return image.records();
    }
}
