package io.xenscope.dissect.xapi;

import io.xenscope.dissect.Layer;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.fields.OpaqueBody;
import io.xenscope.dissect.fields.RecordBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Knowledge;
import io.xenscope.dissect.migration.Knowledge.Guest;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The structured suspend image behind its signature (carriers specification 1.1); nothing is padded or aligned.
 *
 * <pre>
 * image = { record } , END_OF_IMAGE ;
 *
 *  0               8               16
 *  +---------------+---------------+---- … ----+
 *  |     type      |    length     |   body    |   little-endian
 *  +---------------+---------------+---- … ----+
 * </pre>
 */
final class StructuredImage {

    private static final int HEADER = 16;

    /** Longer records end the framing: no file holds them. */
    private static final long BELIEVED = 1L << 48;

    private final Migration migration;
    private final Reporter reporter;
    private final InnerImage image;
    private final Supplier<Step> afterEnd;
    private final Set<ImageRecord> seen = EnumSet.noneOf(ImageRecord.class);

    /**
     * @param image what LIBXC records announce
     * @param afterEnd what follows END_OF_IMAGE
     */
    StructuredImage(Migration migration, Reporter reporter, InnerImage image, Supplier<Step> afterEnd) {
        this.migration = migration;
        this.reporter = reporter;
        this.image = image;
        this.afterEnd = afterEnd;
    }

    Step start() {
        migration.knowledge().containerOpen = true;
        return records();
    }

    private Step records() {
        reporter.enter(Layer.XAPI);
        return Step.read(HEADER, this::header);
    }

    private Step header(Slice in) {
        long id = in.u64(0);
        long length = in.u64(8);
        ImageRecord type = ImageRecord.byId(id);
        FindingCode unusable = unusable(type, length);
        if (type == null || unusable != null) {
            FindingCode code = unusable == null ? FindingCode.XIMG_TYPE_UNKNOWN : unusable;
            int at = code == FindingCode.XIMG_LEN_NEG || code == FindingCode.XIMG_LEN_BIG ? 8 : 0;
            Severity severity = code == FindingCode.XIMG_LEN_BIG ? tooLong(type) : code.severity();
            reporter.finding(
                    code, severity, in.offset() + at, 8, "type 0x" + Long.toHexString(id) + ", length " + length);
            reporter.framingLost();
            return Step.opaque(in.offset());
        }
        boolean counted = type.limit() > 0;
        long body = counted ? length : 0;
        Element element = reporter.begin(Layer.XAPI, type.name(), id, in.offset(), HEADER + body, length, in.time());
        check(type, length, element);
        return counted ? counted(type, element) : uncounted(type, element);
    }

    private static @Nullable FindingCode unusable(@Nullable ImageRecord type, long length) {
        if (type == null) {
            return FindingCode.XIMG_TYPE_UNKNOWN;
        }
        if (length < 0) {
            return FindingCode.XIMG_LEN_NEG;
        }
        return length > BELIEVED
                ? FindingCode.XIMG_LEN_BIG
                : type == ImageRecord.LIBXL ? FindingCode.XIMG_TYPE_UNSUPPORTED : null;
    }

    /** Only the state of the device model has a limit at which receivers refuse it; the others are ours. */
    private static Severity tooLong(@Nullable ImageRecord type) {
        return type == ImageRecord.QEMU_TRAD ? Severity.ERROR : Severity.WARN;
    }

    private void check(ImageRecord type, long length, Element element) {
        long at = element.start();
        if (type.limit() == 0 && length != 0) {
            element.finding(FindingCode.XIMG_LEN_NONZERO, at + 8, 8, length + "; nothing reads a length here");
        } else if (length > type.limit()) {
            String text = length + " octets, expected at most " + type.limit();
            element.finding(FindingCode.XIMG_LEN_BIG, tooLong(type), at + 8, 8, text);
        }
        if (type == ImageRecord.QEMU_XEN) {
            element.finding(FindingCode.XIMG_TYPE_UNSUPPORTED, at, 8, "receivers reject it");
        } else if (type == ImageRecord.SWTPM0) {
            element.finding(FindingCode.XIMG_SWTPM0, at, 8, "of xapi 22.26 to 23.14");
        }
        boolean imageType = type == ImageRecord.LIBXC || type == ImageRecord.LIBXC_LEGACY;
        if (type == ImageRecord.XENOPS && !seen.isEmpty()) {
            element.finding(FindingCode.XIMG_ORDER, at, 8, "XENOPS is the first record");
        } else if (imageType && isImageSeen()) {
            element.finding(FindingCode.XIMG_ORDER, at, 8, "a second image");
        }
        seen.add(type);
    }

    private boolean isImageSeen() {
        return seen.contains(ImageRecord.LIBXC) || seen.contains(ImageRecord.LIBXC_LEGACY);
    }

    private Step counted(ImageRecord type, Element element) {
        long offset = element.start() + HEADER;
        RecordBody body = switch (type) {
            case XENOPS ->
                new XenopsRecord(
                        migration.knowledge(),
                        offset,
                        migration.options().limits().bodyKept());
            case QEMU_TRAD -> new DeviceModelState(offset, migration.options());
            default -> new OpaqueBody(offset);
        };
        return Step.stream(element.bodyLength(), body, () -> {
            reporter.record(element, body.finish(element));
            return records();
        });
    }

    private Step uncounted(ImageRecord type, Element element) {
        if (type == ImageRecord.DEMU) {
            return new VgpuState(reporter, element, false, this::records).start();
        }
        if (type == ImageRecord.END_OF_IMAGE) {
            checkWhole(element);
        }
        reporter.record(element, Fields.NONE);
        return switch (type) {
            case LIBXC -> image.modern(this::records);
            case LIBXC_LEGACY -> image.legacy(this::records);
            default -> end();
        };
    }

    private void checkWhole(Element end) {
        Knowledge known = migration.knowledge();
        if (!seen.contains(ImageRecord.XENOPS)) {
            end.finding(FindingCode.XIMG_NO_XENOPS, end.start(), HEADER, "writers begin with it");
        }
        if (!isImageSeen()) {
            end.finding(FindingCode.XIMG_NO_LIBXC, end.start(), HEADER, "nothing to restore");
        } else if (known.guest() == Guest.HVM && !known.isLegacy() && !seen.contains(ImageRecord.QEMU_TRAD)) {
            end.finding(FindingCode.XIMG_NO_QEMU, end.start(), HEADER, "the image is that of an HVM guest");
        }
    }

    private Step end() {
        migration.knowledge().endReached = true;
        migration.knowledge().containerOpen = false;
        return afterEnd.get();
    }

    /** True when the octets are the header of a record. */
    static boolean isHeader(Slice in) {
        if (in.length() < HEADER) {
            return false;
        }
        ImageRecord type = ImageRecord.byId(in.u64(0));
        long length = in.u64(8);
        return type != null && length >= 0 && length <= type.limit();
    }
}
