package io.xenscope.dissect.legacy;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import java.util.function.Supplier;

/**
 * What follows the body of a PV round (legacy-stream specification 5.1):
 *
 * <pre>
 * tail_pv = unmapped_pfns , { vcpu_context } , shared_info ;      a context for each vcpu online
 * </pre>
 */
final class PvTail {

    private static final long UNMAPPED_MOST = 1L << 28;

    private final ImageState image;
    private final Supplier<Step> next;

    PvTail(ImageState image, Supplier<Step> next) {
        this.image = image;
        this.next = next;
    }

    Step start() {
        return Step.read(4, this::unmapped);
    }

    private Step unmapped(Slice in) {
        long count = in.u32(0);
        if (count > UNMAPPED_MOST) {
            return image.lost(
                    in.offset(),
                    FindingCode.E25,
                    in.offset(),
                    4,
                    count + " unmapped PFNs, receivers accept 2^28: " + image.failure());
        }
        long length = 4 + count * image.width;
        Element element = image.begin("UNMAPPED_PFNS", null, in, length, length);
        UnmappedPfns list = new UnmappedPfns(image, in.offset(), count);
        return Step.stream(count * image.width, list, () -> {
            image.complete(element, list.finish(element));
            return vcpu(0);
        });
    }

    /** The context of the next vcpu from {@code from} on that is online. */
    private Step vcpu(int from) {
        if (image.vcpuMapLost) {
            return ImageState.ahead(seen -> {
                image.reporter().framingLost();
                return Step.opaque(seen.offset());
            });
        }
        int vcpu = nextOnline(from);
        if (vcpu < 0) {
            return ImageState.ahead(this::sharedInfo);
        }
        return ImageState.ahead(seen -> new VcpuContext(image, vcpu, () -> vcpu(vcpu + 1)).start(seen));
    }

    private int nextOnline(int from) {
        long[] map = image.vcpuMap;
        if (map == null) {
            return from == 0 ? 0 : -1;
        }
        for (int vcpu = from; vcpu < map.length * Long.SIZE; vcpu++) {
            if ((map[vcpu / Long.SIZE] >>> vcpu & 1) != 0) {
                return vcpu;
            }
        }
        return -1;
    }

    private Step sharedInfo(Slice seen) {
        Element element = image.begin("SHARED_INFO", null, seen, SharedInfo.LENGTH, SharedInfo.LENGTH);
        SharedInfo page = new SharedInfo(image, seen.offset());
        return Step.stream(SharedInfo.LENGTH, page, () -> {
            if (image.rounds == 0 && image.framesMissing.size() > 0) {
                element.finding(
                        FindingCode.E09,
                        element.start(),
                        0,
                        image.framesMissing.size() + " frame-list pages were not sent as ordinary pages; "
                                + "the restore fails at its end");
            }
            image.complete(element, page.finish(element));
            return next.get();
        });
    }
}
