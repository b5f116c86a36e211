package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.SeenOctets;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.layout.Tables;
import io.xenscope.dissect.migration.Element;

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

    private static final int LENGTH = 20;

    private TscInfo() {}

    static Fields fields(ImageState image, ChunkType type, Slice in, Element element) {
        if (image.rounds > 0) {
            element.finding(
                    FindingCode.E56, element.start(), 4, "in round " + image.round() + "; receivers apply it at once");
        }
        image.tscSeen = true;
        return image.layouts().read(Tables.stream(), "legacy_tsc_info", SeenOctets.whole(in), LENGTH);
    }
}
