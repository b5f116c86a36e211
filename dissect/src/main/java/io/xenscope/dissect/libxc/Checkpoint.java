package io.xenscope.dissect.libxc;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;

/** CHECKPOINT (0x0E): the libxc part of an epoch is complete (modern-stream specification 4.9, 1.7, 1.8). */
final class Checkpoint extends EmptyBody {

    static final RecordType TYPE = new RecordType(
            0x0e, "CHECKPOINT", RecordType.Guests.ALL, 10, (image, offset, length) -> new Checkpoint(image));

    private final ImageState image;

    private Checkpoint(ImageState image) {
        this.image = image;
    }

    @Override
    void signal(Element element) {
        StateCheck.complete(image, element);
        boolean first = !image.knowledge().checkpointSeen;
        image.knowledge().checkpointSeen = true;
        if (first && image.verifying) {
            element.finding(
                    FindingCode.LXC_023, element.start(), 8, "a VERIFY came before; page data is not applied any more");
        }
    }
}
