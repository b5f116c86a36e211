package io.xenscope.dissect.libxl;

import io.xenscope.dissect.Layer;
import io.xenscope.dissect.engine.Search;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.OpaqueBody;
import io.xenscope.dissect.fields.RecordBody;
import io.xenscope.dissect.fields.RecordWalk;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.libxc.LibxcImage;
import io.xenscope.dissect.libxl.StreamState.Position;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Knowledge;
import io.xenscope.dissect.migration.Knowledge.Guest;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import io.xenscope.dissect.resync.Place;
import io.xenscope.dissect.resync.Searches.Around;
import java.nio.ByteOrder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of a libxl stream (modern-stream specification 1.3, 1.7, 1.8, 1.9):
 *
 * <pre>
 * plain = header , LIBXC_CONTEXT , image , { emulator record } , END ;
 * tail  = { emulator record } , CHECKPOINT_END ;                 (* behind each CHECKPOINT of the image *)
 * colo  = tail , CHECKPOINT_STATE ;                              (* before each further epoch *)
 * </pre>
 */
public final class LibxlStream {

    private final Migration migration;
    private final Reporter reporter;
    private final StreamState stream;
    private final LibxlRecords types;
    private final Supplier<Step> afterEnd;
    private final LibxcImage image;
    private @Nullable LibxcImage continued;

    /** @param afterEnd what follows the END record */
    public LibxlStream(Migration migration, Reporter reporter, Supplier<Step> afterEnd) {
        this.migration = migration;
        this.reporter = reporter;
        this.stream = new StreamState(migration);
        this.types = new LibxlRecords(migration.options().limits());
        this.afterEnd = afterEnd;
        this.image = new LibxcImage(migration, reporter, this::recordsBehindImage, this::tail);
    }

    /** The stream from its header on. */
    public Step start() {
        reporter.recoverBy(this::search);
        reporter.enter(Layer.LIBXL);
        migration.knowledge().libxlLayer = Knowledge.LibxlLayer.PRESENT;
        return Step.read(StreamHeader.LENGTH, this::header);
    }

    /**
     * An image whose libxl header was not seen; whether this layer surrounds it shows behind its first END or
     * CHECKPOINT.
     *
     * @param bareEnd what follows the image's END when there is no libxl layer
     */
    public LibxcImage surroundedImage(Supplier<Step> bareEnd) {
        SurroundedImage around = new SurroundedImage(migration, reporter, this, bareEnd);
        LibxcImage surrounded = new LibxcImage(migration, reporter, around::afterEnd, around::afterCheckpoint);
        around.surrounds(surrounded);
        reporter.recoverBy(this::search);
        return surrounded;
    }

    private Search search(long from, long position) {
        Around around = switch (migration.knowledge().libxlLayer) {
            case PRESENT -> Around.LIBXL;
            case ABSENT -> Around.OTHER;
            case UNKNOWN -> Around.UNKNOWN;
        };
        return currentImage().search(from, position, around, (place, width) -> found(place));
    }

    /** The stream from {@code place} on, behind a loss. */
    public Step found(Place place) {
        if (place == Place.LIBXL_HEADER) {
            return start();
        }
        reporter.recoverBy(this::search);
        stream.recordsLost = true;
        boolean image = place == Place.IMAGE_HEADER || place == Place.DOMAIN_HEADER || place == Place.LIBXC_RECORD;
        if (!image) {
            migration.knowledge().libxlLayer = Knowledge.LibxlLayer.PRESENT;
        }
        stream.place = place == Place.BETWEEN_EPOCHS ? Position.BETWEEN_EPOCHS : Position.MAIN;
        stream.imageSeen |= image;
        return switch (place) {
            case IMAGE_HEADER -> currentImage().start();
            case DOMAIN_HEADER -> currentImage().domainHeaderFound();
            case LIBXC_RECORD -> currentImage().recordsFound();
            case BETWEEN_EPOCHS -> betweenEpochs();
            default -> records();
        };
    }

    private Step header(Slice in) {
        Element element =
                reporter.begin(Layer.LIBXL, "LIBXL_HEADER", null, in.offset(), in.length(), in.length(), in.time());
        boolean sound = StreamHeader.check(in, element);
        stream.order = StreamHeader.isBigEndian(in) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        stream.converted = StreamHeader.isConverted(in);
        reporter.record(element, StreamHeader.fields(in));
        if (!sound) {
            reporter.framingLost();
            return Step.opaque(in.offset() + in.length());
        }
        return records();
    }

    /** Records behind the image. */
    Step recordsBehindImage() {
        stream.imageSeen = true;
        stream.place = Position.MAIN;
        stream.contextSeen = false;
        return records();
    }

    /** The libxl part of an epoch. */
    Step tail() {
        stream.place = Position.TAIL;
        stream.contextSeen = false;
        return records();
    }

    private Step records() {
        reporter.enter(Layer.LIBXL);
        return Step.read(RecordWalk.HEADER, this::recordHeader);
    }

    private Step recordHeader(Slice octets) {
        Slice in = octets.in(stream.order);
        long id = in.u32(0);
        long length = in.u32(4);
        RecordType type = types.byId(id);
        String name = type == null ? "UNKNOWN" : type.name();
        long limit = type == null ? migration.options().limits().emulatorContext() : type.limit();
        if (length > limit) {
            reporter.finding(
                    FindingCode.LXL_038,
                    in.offset() + 4,
                    4,
                    name + " (type 0x" + Long.toHexString(id) + ") announces " + length
                            + " octets; no real one is longer than " + limit);
            reporter.framingLost();
            return Step.lost(in.offset());
        }
        Element element =
                reporter.begin(Layer.LIBXL, name, id, in.offset(), RecordWalk.total(length), length, in.time());
        checkPlace(type, id, element);
        RecordBody body = type == null
                ? new OpaqueBody(in.offset() + RecordWalk.HEADER)
                : type.body().body(stream, in.offset() + RecordWalk.HEADER);
        return RecordWalk.body(element, body, FindingCode.LXL_009, fields -> complete(id, element, fields));
    }

    private void checkPlace(@Nullable RecordType type, long id, Element element) {
        long at = element.start();
        if (type == null) {
            boolean optional = (id & 0x8000_0000L) != 0;
            element.finding(
                    optional ? FindingCode.LXL_008 : FindingCode.LXL_007,
                    at,
                    4,
                    "type 0x" + Long.toHexString(id) + "; receivers refuse every type they do not know");
        } else if (stream.recordsLost) {
            return;
        } else if (stream.place == Position.TAIL && (id == LibxlRecords.LIBXC_CONTEXT || id == LibxlRecords.END)) {
            element.finding(FindingCode.LXL_035, at, 8, type.name() + " before CHECKPOINT_END");
        } else if (stream.place != Position.TAIL && id == LibxlRecords.CHECKPOINT_END) {
            element.finding(FindingCode.LXL_029, at, 8, "no CHECKPOINT came before");
        } else if (stream.place != Position.BETWEEN_EPOCHS && id == LibxlRecords.CHECKPOINT_STATE) {
            element.finding(FindingCode.LXL_031, at, 8, "expected between epochs of COLO only");
        } else if (stream.place == Position.BETWEEN_EPOCHS && id == LibxlRecords.LIBXC_CONTEXT) {
            element.finding(FindingCode.CKP_007, at, 8, "LIBXC_CONTEXT where a libxc record is due");
        } else if (id == LibxlRecords.LIBXC_CONTEXT && stream.imageSeen) {
            element.finding(FindingCode.LXL_012, at, 8, "an image came before");
        } else if (id == LibxlRecords.END && !stream.imageSeen) {
            element.finding(FindingCode.LXL_012, at, 8, "END without an image");
        }
    }

    private Step complete(long id, Element element, Fields fields) {
        checkDeviceModel(id, element);
        reporter.record(element, fields, (id & 0x8000_0000L) != 0);
        if (id == LibxlRecords.LIBXC_CONTEXT) {
            if (stream.imageSeen && stream.place == Position.MAIN) {
                continued = new LibxcImage(migration, reporter, this::recordsBehindImage, this::tail);
            }
            stream.imageSeen = true;
            return currentImage().start();
        }
        if (id == LibxlRecords.END) {
            migration.knowledge().endReached = true;
            reporter.recoverBy(null);
            return afterEnd.get();
        }
        boolean inTail = stream.place == Position.TAIL || stream.recordsLost && stream.place == Position.MAIN;
        if (id == LibxlRecords.CHECKPOINT_END && inTail) {
            stream.place = Position.BETWEEN_EPOCHS;
            migration.checkpointComplete(Layer.LIBXL, element.end(), reporter.now());
            return betweenEpochs();
        }
        return stream.place == Position.BETWEEN_EPOCHS ? betweenEpochs() : records();
    }

    private void checkDeviceModel(long id, Element element) {
        Knowledge known = migration.knowledge();
        boolean hvm = known.domainType == Guest.HVM && !stream.contextSeen;
        if (!hvm || !stream.imageSeen || stream.recordsLost) {
            return;
        }
        if (id == LibxlRecords.END && stream.place == Position.MAIN) {
            boolean plainHvm = known.guest() != Guest.PVH && !known.isCheckpointed();
            if (plainHvm) {
                element.finding(
                        FindingCode.LXL_028, element.start(), 8, "the device model cannot start without its state");
            }
        } else if (id == LibxlRecords.CHECKPOINT_END && known.guest() != Guest.PVH) {
            element.finding(FindingCode.CKP_006, element.start(), 8, "no device-model state in this epoch");
        }
    }

    /** Behind CHECKPOINT_END: COLO's CHECKPOINT_STATE, repeated headers, or the next libxc record. */
    private Step betweenEpochs() {
        reporter.enter(Layer.LIBXC);
        return Step.peek(RecordWalk.HEADER, octets -> {
            if (octets.length() < RecordWalk.HEADER) {
                return currentImage().records();
            }
            Slice in = octets.in(stream.order);
            // A libxc record of this number cannot come first, and none is so short (specification 1.9).
            if (in.u32(0) == LibxlRecords.CHECKPOINT_STATE && in.u32(4) <= 8) {
                return records();
            }
            // No PAGE_DATA, which has this number in libxc, is empty.
            if (in.u32(0) == LibxlRecords.LIBXC_CONTEXT && in.u32(4) == 0) {
                return records();
            }
            return headersAgain(in) ? repeatedHeaders(in) : currentImage().records();
        });
    }

    private static boolean headersAgain(Slice in) {
        return in.u64(0) == -1L;
    }

    private Step repeatedHeaders(Slice in) {
        reporter.finding(FindingCode.CKP_007, in.offset(), 8, "an image header where a record is due");
        return currentImage().start();
    }

    /** The image that goes on behind an epoch's tail. */
    void continues(LibxcImage other) {
        continued = other;
    }

    private LibxcImage currentImage() {
        LibxcImage other = continued;
        return other == null ? image : other;
    }
}
