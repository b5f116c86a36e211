package io.xenscope.dissect.libxc;

import io.xenscope.dissect.Layer;
import io.xenscope.dissect.Limits;
import io.xenscope.dissect.engine.Search;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.fields.OpaqueBody;
import io.xenscope.dissect.fields.RecordBody;
import io.xenscope.dissect.fields.RecordWalk;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Knowledge.Guest;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import io.xenscope.dissect.resync.FramingSearch.Resumption;
import io.xenscope.dissect.resync.GuestStreams;
import io.xenscope.dissect.resync.Searches;
import io.xenscope.dissect.resync.Searches.Around;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of a domain image (modern-stream specification 1.4, 4):
 *
 * <pre>
 * image  = image_header , domain_header , { record } , END ;
 * rounds = image_header , domain_header , { { record } , CHECKPOINT , … } ;
 * </pre>
 */
public final class LibxcImage {

    /** Octets up to which every release reads a record. */
    private static final long LIMIT_BEFORE_4_10 = 0x80_0000L;

    /** Records of an epoch for which receivers have room at first. */
    private static final long EPOCH_RECORDS = 1024;

    private static final long OPTIONAL = 0x8000_0000L;

    private final Migration migration;
    private final Reporter reporter;
    private final ImageState image;
    private final GuestStreams guestStreams = new GuestStreams();
    private final Supplier<Step> afterEnd;
    private final Supplier<Step> afterCheckpoint;
    private boolean alone;
    private boolean recordsBegun;

    /**
     * @param afterEnd what follows the END record
     * @param afterCheckpoint what follows a CHECKPOINT record; goes on with {@link #records()} in the end
     */
    public LibxcImage(Migration migration, Reporter reporter, Supplier<Step> afterEnd, Supplier<Step> afterCheckpoint) {
        this.migration = migration;
        this.reporter = reporter;
        this.image = new ImageState(migration);
        this.afterEnd = afterEnd;
        this.afterCheckpoint = afterCheckpoint;
    }

    /** The image from its first octet on. */
    public Step start() {
        if (!reporter.recovers()) {
            alone = true;
            reporter.recoverBy(this::search);
        }
        reporter.enter(Layer.LIBXC);
        return Step.read(ImageHeader.LENGTH, this::imageHeader);
    }

    private Step imageHeader(Slice in) {
        migration.imageBegins(in.offset());
        Element element =
                reporter.begin(Layer.LIBXC, "IMAGE_HEADER", null, in.offset(), in.length(), in.length(), in.time());
        boolean sound = ImageHeader.check(in, image, element);
        reporter.record(element, ImageHeader.fields(in));
        if (!sound) {
            reporter.framingLost();
            return Step.opaque(in.offset() + in.length());
        }
        return Step.read(DomainHeader.LENGTH, this::domainHeader);
    }

    private Step domainHeader(Slice octets) {
        Slice in = octets.in(image.order);
        Element element =
                reporter.begin(Layer.LIBXC, "DOMAIN_HEADER", null, in.offset(), in.length(), in.length(), in.time());
        DomainHeader.check(in, image, element);
        recordsBegun = true;
        reporter.record(element, DomainHeader.fields(in));
        return records();
    }

    /**
     * What finds records of this image or of what surrounds it.
     *
     * @param from where the element that was lost begins
     * @param position offset of the octets that come next
     */
    public Search search(long from, long position, Around around, Resumption resumption) {
        Limits limits = migration.options().limits();
        return recordsBegun
                ? Searches.records(
                        from,
                        position,
                        around,
                        image.namedPages.highest(),
                        image.order,
                        limits,
                        guestStreams,
                        resumption)
                : Searches.headers(from, position, around, limits, resumption);
    }

    /** The image from its domain header on, behind a loss. */
    public Step domainHeaderFound() {
        image.framingFound();
        reporter.enter(Layer.LIBXC);
        return Step.read(DomainHeader.LENGTH, this::domainHeader);
    }

    /** The image from some record on, behind a loss. */
    public Step recordsFound() {
        image.framingFound();
        recordsBegun = true;
        return records();
    }

    /** What finds records of this image, which no libxl stream surrounds. */
    private Search search(long from, long position) {
        return search(from, position, Around.OTHER, (place, width) -> switch (place) {
            case IMAGE_HEADER -> start();
            case DOMAIN_HEADER -> domainHeaderFound();
            default -> recordsFound();
        });
    }

    /** Records up to and including the next END or CHECKPOINT. */
    public Step records() {
        reporter.enter(Layer.LIBXC);
        return Step.read(RecordWalk.HEADER, this::recordHeader);
    }

    private Step recordHeader(Slice octets) {
        Slice in = octets.in(image.order);
        long id = in.u32(0);
        long length = in.u32(4);
        RecordType type = LibxcRecords.byId(id);
        String name = type == null ? "UNKNOWN" : type.name();
        if (length > migration.options().limits().libxcRecord()) {
            reporter.finding(
                    FindingCode.LXC_013,
                    in.offset() + 4,
                    4,
                    name + " (type 0x" + Long.toHexString(id) + ") announces " + length
                            + " octets; no receiver accepts more than "
                            + migration.options().limits().libxcRecord());
            reporter.framingLost();
            return Step.lost(in.offset());
        }
        Element element =
                reporter.begin(Layer.LIBXC, name, id, in.offset(), RecordWalk.total(length), length, in.time());
        checkHeader(type, id, length, element);
        RecordBody body = type == null
                ? new OpaqueBody(in.offset() + RecordWalk.HEADER)
                : type.body().body(image, in.offset() + RecordWalk.HEADER, length);
        return RecordWalk.body(element, body, FindingCode.LXC_017, fields -> complete(id, element, body, fields));
    }

    private void checkHeader(@Nullable RecordType type, long id, long length, Element element) {
        long at = element.start();
        if (length > LIMIT_BEFORE_4_10) {
            element.finding(FindingCode.LXC_014, at + 4, 4, length + " octets; receivers before 4.10 accept 8 MiB");
        }
        if (type == null) {
            unknown(id, element);
            return;
        }
        boolean known = image.knowledge().domainType != Guest.UNKNOWN;
        boolean foreign = image.pv ? type.guests() == RecordType.Guests.HVM : type.guests() == RecordType.Guests.PV;
        if (foreign && known && id != CheckpointDirtyPfnList.ID) {
            element.finding(
                    FindingCode.LXC_020,
                    at,
                    4,
                    type.name() + " in the image of " + (image.pv ? "a PV" : "an HVM") + " guest");
        }
        if (type.rank() > 0
                && type.rank() < image.lastRank
                && !image.knowledge().isConverted()) {
            element.finding(
                    FindingCode.LXC_024, at, 4, type.name() + " stands behind records that real senders write later");
        }
        image.lastRank = Math.max(image.lastRank, type.rank());
        image.epochRecords++;
        if (image.epochRecords == EPOCH_RECORDS + 1 && image.knowledge().epochs > 0) {
            element.finding(FindingCode.CKP_005, at, 8, "the receiver buffers all records of an epoch");
        }
    }

    private void unknown(long id, Element element) {
        String number = "type 0x" + Long.toHexString(id);
        if ((id & OPTIONAL) == 0) {
            element.finding(FindingCode.LXC_015, element.start(), 4, number + " is defined by no release");
        } else if (image.knowledge().epochs == 0) {
            element.finding(FindingCode.LXC_016, element.start(), 4, number + " is skipped by receivers");
        } else {
            // Receivers that buffer an epoch stop at an optional record they do not know (specification 7.3 R2).
            String refused = " inside a checkpoint epoch makes the receiver refuse the epoch";
            element.finding(FindingCode.LXC_016, Severity.ERROR, element.start(), 4, number + refused);
        }
    }

    private Step complete(long id, Element element, RecordBody body, Fields fields) {
        if (body instanceof PageData pages) {
            reporter.batch(element, fields, pages.batch());
        } else {
            reporter.record(element, fields, (id & OPTIONAL) != 0);
        }
        if (id == End.TYPE.id()) {
            if (alone) {
                reporter.recoverBy(null);
            }
            return afterEnd.get();
        }
        if (id == Checkpoint.TYPE.id()) {
            image.epochBegins();
            return afterCheckpoint.get();
        }
        return records();
    }
}
