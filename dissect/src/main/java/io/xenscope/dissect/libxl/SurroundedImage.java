package io.xenscope.dissect.libxl;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.libxc.LibxcImage;
import io.xenscope.dissect.migration.Knowledge;
import io.xenscope.dissect.migration.Knowledge.LibxlLayer;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells by what follows an image's END or CHECKPOINT whether a libxl layer surrounds it, when the beginning of the
 * direction was not captured (modern-stream specification 1.9).
 */
final class SurroundedImage {

    private static final int LOOK = 16;
    private static final byte[] GO = "domain i".getBytes(StandardCharsets.US_ASCII);
    private static final long EMULATORS = 2;

    private final Migration migration;
    private final Reporter reporter;
    private final LibxlStream libxl;
    private final Supplier<Step> bareEnd;
    private @Nullable LibxcImage image;

    SurroundedImage(Migration migration, Reporter reporter, LibxlStream libxl, Supplier<Step> bareEnd) {
        this.migration = migration;
        this.reporter = reporter;
        this.libxl = libxl;
        this.bareEnd = bareEnd;
    }

    void surrounds(LibxcImage surrounded) {
        image = surrounded;
        libxl.continues(surrounded);
    }

    Step afterEnd() {
        return switch (migration.knowledge().libxlLayer) {
            case PRESENT -> libxl.recordsBehindImage();
            case ABSENT -> bareEnd.get();
            case UNKNOWN ->
                Step.peek(LOOK, in -> decide(isEmulator(in) || isEnd(in)) ? libxl.recordsBehindImage() : bareEnd.get());
        };
    }

    Step afterCheckpoint() {
        return switch (migration.knowledge().libxlLayer) {
            case PRESENT -> libxl.tail();
            case ABSENT -> nextEpoch();
            case UNKNOWN ->
                Step.peek(LOOK, in -> decide(isEmulator(in) || isCheckpointEnd(in)) ? libxl.tail() : nextEpoch());
        };
    }

    private boolean decide(boolean present) {
        Knowledge known = migration.knowledge();
        known.libxlLayer = present ? LibxlLayer.PRESENT : LibxlLayer.ABSENT;
        return present;
    }

    private Step nextEpoch() {
        LibxcImage surrounded = image;
        if (surrounded == null) {
            throw new IllegalStateException("no image to go on with");
        }
        return BareEpoch.complete(migration, reporter, surrounded);
    }

    private static boolean isEmulator(Slice in) {
        boolean type = in.length() >= LOOK && (in.u32(0) == 2 || in.u32(0) == 3);
        return type && in.u32(8) <= EMULATORS && in.u32(12) == 0;
    }

    private static boolean isCheckpointEnd(Slice in) {
        return in.length() >= 8 && in.u32(0) == LibxlRecords.CHECKPOINT_END && in.u32(4) == 0;
    }

    private static boolean isEnd(Slice in) {
        boolean end = in.length() >= 8 && in.u64(0) == 0;
        return end && (in.length() == 8 || in.part(8, in.length() - 8).agreesWith(GO));
    }
}
