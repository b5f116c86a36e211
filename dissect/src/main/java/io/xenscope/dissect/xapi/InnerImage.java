package io.xenscope.dissect.xapi;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.legacy.LegacyDetection;
import io.xenscope.dissect.legacy.LegacyImages;
import io.xenscope.dissect.libxc.LibxcImage;
import io.xenscope.dissect.libxl.BareEpoch;
import io.xenscope.dissect.migration.Knowledge.LibxlLayer;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The image of the guest inside the structured image; its own end is the only one it has. Which kind it is its octets
 * tell, not the record in front of it (carriers specification 10, 3).
 */
final class InnerImage {

    private static final byte[] MARKER = ("\u00ff".repeat(8) + "XENF").getBytes(StandardCharsets.ISO_8859_1);

    private final Migration migration;
    private final Reporter reporter;
    private final LegacyImages legacy;
    private @Nullable LibxcImage image;

    InnerImage(Migration migration, Reporter reporter, LegacyImages legacy) {
        this.migration = migration;
        this.reporter = reporter;
        this.legacy = legacy;
    }

    /** @param next what follows its END */
    Step modern(Supplier<Step> next) {
        return Step.peek(MARKER.length, seen -> {
            if (seen.agreesWith(MARKER)) {
                return libxc(next);
            }
            return Step.peek(LegacyDetection.LOOK, more -> isLegacy(more) ? legacy.single(next) : libxc(next));
        });
    }

    /** @param next what follows its device-model record */
    Step legacy(Supplier<Step> next) {
        return Step.peek(MARKER.length, seen -> seen.startsWith(MARKER) ? libxc(next) : legacy.single(next));
    }

    private static boolean isLegacy(Slice seen) {
        LegacyDetection.Answer answer = LegacyDetection.judge(seen, true, LegacyDetection.Given.FILE);
        return answer == LegacyDetection.Answer.LEGACY;
    }

    private Step libxc(Supplier<Step> next) {
        migration.knowledge().libxlLayer = LibxlLayer.ABSENT;
        LibxcImage made = new LibxcImage(migration, reporter, next, this::epoch);
        image = made;
        return made.start();
    }

    private Step epoch() {
        LibxcImage going = image;
        if (going == null) {
            throw new IllegalStateException("no image to go on with");
        }
        return BareEpoch.complete(migration, reporter, going);
    }
}
