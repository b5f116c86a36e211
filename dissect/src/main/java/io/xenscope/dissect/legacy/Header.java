package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Knowledge.Guest;
import java.util.function.Supplier;

/**
 * What stands before the first body, and what it tells about widths and the guest (legacy-stream specification 2.3, 3):
 *
 * <pre>
 * image_pv  = p2m_size [ ext_info ] p2m_frame_list … ;
 * image_hvm = p2m_size … ;
 * </pre>
 */
final class Header {

    private static final long P2M_MOST = 0x0fff_ffffL;
    private static final long FRAMES_MOST = 524_288;

    private final ImageState image;
    private final Supplier<Step> body;

    Header(ImageState image, Supplier<Step> body) {
        this.image = image;
        this.body = body;
    }

    Step start() {
        return Step.peek(ToolstackWidth.LOOK, this::width);
    }

    private Step width(Slice seen) {
        if (seen.length() < 8) {
            return Step.read(8, in -> Step.opaque(in.offset()));
        }
        image.width = ToolstackWidth.of(seen);
        image.guestWidth = image.width;
        image.knowledge().toolstackWidth = image.width * 8;
        return guest(seen, 0);
    }

    private Step guest(Slice seen, int asked) {
        GuestType.Answer answer = GuestType.of(seen, image.width);
        if (answer.kind() != GuestType.Kind.OPEN) {
            image.pv = answer.kind() == GuestType.Kind.PV;
            image.knowledge().domainType = image.pv ? Guest.PV : Guest.HVM;
            if (!image.pv) {
                image.release.seen(Release.V3_1);
            }
            return Step.read(image.width, in -> p2mSize(in, image.pv ? this::pvHeader : body));
        }
        int needs = answer.needs();
        if (seen.length() < asked) {
            // The direction ends before the octets that tell.
            return Step.read(
                    image.width,
                    in -> p2mSize(in, () -> Step.read(needs - image.width, rest -> Step.opaque(rest.offset()))));
        }
        return Step.peek(needs, more -> guest(more, needs));
    }

    private Step p2mSize(Slice in, Supplier<Step> next) {
        Element element = image.begin("P2M_SIZE", null, in, image.width, image.width);
        long size = image.width == 8 ? in.u64(0) : in.u32(0);
        image.p2mSize = size;
        image.knowledge().statedP2mSize = size;
        if (size == 0 || size < 0 || size > P2M_MOST) {
            element.finding(
                    FindingCode.E01,
                    in.offset(),
                    image.width,
                    "found " + ImageState.hex(size) + ", expected 1 to 0x0fffffff; receivers crash or cannot allocate");
        }
        FieldReader fields = new FieldReader(in);
        if (size < 0 || size >= 1L << 53) {
            image.knowledge().statedP2mSize = null;
            fields.hex64("p2m_size", 0);
        } else {
            fields.leaf("p2m_size", 0, image.width, new Data.Numeric(size), null);
        }
        image.complete(element, fields.fields());
        return next.get();
    }

    private Step pvHeader() {
        return Step.peek(image.width, seen -> {
            boolean extended = seen.length() == image.width && GuestType.word(seen, 0, image.width) == -1;
            return extended ? Step.read(image.width + 4, this::extendedInfo) : withoutExtendedInfo(seen);
        });
    }

    private Step withoutExtendedInfo(Slice seen) {
        image.knowledge().guestWidth = image.guestWidth * 8;
        image.reporter()
                .finding(
                        FindingCode.E07,
                        seen.offset(),
                        0,
                        "as Xen 3.0 and 3.1 wrote it; guest words taken to be as wide as those of the toolstack");
        return frameList();
    }

    private Step extendedInfo(Slice in) {
        long total = in.u32(image.width);
        if (total > ExtendedInfo.MOST) {
            return image.lost(
                    in.offset(),
                    FindingCode.E03,
                    in.offset() + image.width,
                    4,
                    "extended info of " + total + " octets; real senders write at most 5196");
        }
        image.extendedInfo = true;
        image.release.seen(Release.V3_0_3);
        Element element = image.begin("EXTENDED_INFO", null, in, in.length() + total, total);
        ExtendedInfo blocks = new ExtendedInfo(image, in.offset() + in.length(), total);
        return Step.stream(total, blocks, () -> {
            image.complete(element, blocks.finish(element));
            image.knowledge().guestWidth = image.guestWidth * 8;
            if (blocks.isOutOfStep()) {
                image.reporter().framingLost();
                return Step.opaque(element.end());
            }
            return frameList();
        });
    }

    /** Entries cover a page of the guest's frame table each. */
    private Step frameList() {
        long perEntry = 4096 / image.guestWidth;
        long entries = (image.p2mSize + perEntry - 1) / perEntry;
        if (entries == 0) {
            return body.get();
        }
        return ImageState.ahead(seen -> {
            if (image.p2mSize < 0 || entries > FRAMES_MOST) {
                image.reporter().framingLost();
                return Step.opaque(seen.offset());
            }
            long length = entries * image.width;
            Element element = image.begin("P2M_FRAME_LIST", null, seen, length, length);
            P2mFrameList list = new P2mFrameList(image, seen.offset());
            return Step.stream(length, list, () -> {
                image.complete(element, list.finish(element));
                return body.get();
            });
        });
    }
}
