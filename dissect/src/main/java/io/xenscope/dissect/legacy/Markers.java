package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;

/**
 * The chunks that are no more than their id (legacy-stream specification 4.3, 4.3.1, 6.2).
 *
 * <pre>
 *  0       4
 *  +-------+
 *  |  id   |   ENABLE_VERIFY_MODE −1, LAST_CHECKPOINT −9, ENABLE_COMPRESSION −13
 *  +-------+
 * </pre>
 */
final class Markers {

    private Markers() {}

    static Fields verify(ImageState image, ChunkType type, Slice in, Element element) {
        element.finding(
                FindingCode.E57,
                element.start(),
                4,
                "from here on, in later rounds too, receivers compare pages with memory instead of storing them");
        return Fields.NONE;
    }

    static Fields lastCheckpoint(ImageState image, ChunkType type, Slice in, Element element) {
        image.lastCheckpoint = true;
        return Fields.NONE;
    }

    static Fields compression(ImageState image, ChunkType type, Slice in, Element element) {
        if (image.round() > 1 || image.compressionRound > 0) {
            element.finding(FindingCode.E33, element.start(), 4, "in round " + image.round() + "; receivers ignore it");
        } else {
            image.compressionRound = image.round();
        }
        return Fields.NONE;
    }
}
