package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import org.jspecify.annotations.Nullable;

/**
 * TSC_INFO (−7): the guest's time-stamp counter (legacy-stream specification 4.3, 4.3.3). In a live stream it stands
 * before the last pass: the guest is paused from here on.
 *
 * <pre>
 *  0       4       8              16      20      24
 *  +-------+-------+---------------+-------+-------+
 *  |  −7   | mode  |     nsec      |  khz  | incarn|
 *  +-------+-------+---------------+-------+-------+
 * </pre>
 */
final class TscInfo {

    private TscInfo() {}

    static Fields fields(ImageState image, ChunkType type, Slice in, Element element) {
        if (image.rounds > 0) {
            element.finding(
                    FindingCode.E56, element.start(), 4, "in round " + image.round() + "; receivers apply it at once");
        }
        image.tscSeen = true;
        return new FieldReader(in)
                .u32("mode", 0, TscInfo::meaning)
                .u64("nsec", 4)
                .u32("khz", 12)
                .u32("incarnation", 16)
                .fields();
    }

    private static @Nullable String meaning(long mode) {
        return switch ((int) mode) {
            case 0 -> "default";
            case 1 -> "always emulate";
            case 2 -> "never emulate";
            case 3 -> "PVRDTSCP";
            default -> null;
        };
    }
}
