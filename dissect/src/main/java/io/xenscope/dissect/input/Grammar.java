package io.xenscope.dissect.input;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.compression.CompressedStream;
import io.xenscope.dissect.compression.Wrapping;
import io.xenscope.dissect.detect.Beginnings;
import io.xenscope.dissect.detect.Format;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.engine.StepDriver;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.legacy.Dialect;
import io.xenscope.dissect.legacy.LegacyImages;
import io.xenscope.dissect.libvirt.SaveFile;
import io.xenscope.dissect.libxc.LibxcImage;
import io.xenscope.dissect.libxl.BareEpoch;
import io.xenscope.dissect.libxl.LibxlStream;
import io.xenscope.dissect.migration.Knowledge.LibxlLayer;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import io.xenscope.dissect.resync.Place;
import io.xenscope.dissect.resync.Searches;
import io.xenscope.dissect.xapi.HttpConversation;
import io.xenscope.dissect.xapi.SeenConnections;
import io.xenscope.dissect.xapi.SuspendImage;
import io.xenscope.dissect.xend.RelocationServer;
import io.xenscope.dissect.xend.XendStream;
import io.xenscope.dissect.xl.BackChannel;
import io.xenscope.dissect.xl.StreamEnd;
import io.xenscope.dissect.xl.XlStream;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Puts the grammars of a migration's directions together, outermost first. */
final class Grammar {

    private static final int LOOK = 32;
    private static final List<Format> BEHIND_BANNER = List.of(Format.XL, Format.LIBXL, Format.LIBXC);

    private final Migration migration;
    private final boolean startSeen;
    private final boolean connection;
    private final Set<Direction> compressed;
    private final HttpConversation http;

    /**
     * @param startSeen whether the directions are given from their first octets on
     * @param connection whether the input is a connection rather than a file
     * @param related which connections of xapi were seen
     * @param compressed directions that may be compressed from their first octets on
     */
    Grammar(
            Migration migration,
            boolean startSeen,
            boolean connection,
            SeenConnections related,
            Set<Direction> compressed) {
        this.compressed = compressed;
        this.migration = migration;
        this.startSeen = startSeen;
        this.connection = connection;
        this.http = new HttpConversation(migration, legacy(), related);
    }

    /** The direction to the receiver, which begins with {@code format}. */
    StepDriver forward(Format format) {
        return driver(Direction.FORWARD, () -> start(format));
    }

    /** The direction to the receiver when only the answers, which begin with {@code answers}, have told what this is. */
    StepDriver forwardUnknown(Format answers) {
        return driver(Direction.FORWARD, () -> {
            if (answers == Format.XEND_RECEIVER) {
                return xend().relocation(startSeen);
            }
            recoverAnything();
            return Step.peek(LOOK, this::detected);
        });
    }

    /** The direction to the sender of a migration that was told by {@code format}, in either direction. */
    StepDriver back(Format format) {
        Reporter reporter = migration.reporter(Direction.BACK);
        Reporter forward = migration.reporter(Direction.FORWARD);
        return driver(Direction.BACK, () -> switch (format) {
            case XEND, XEND_RELOCATION, XEND_RECEIVER -> new RelocationServer(migration, reporter).start();
            case LIBVIRT, LIBVIRT_RPC, LEGACY, LEGACY_2011 -> new Silence(reporter, FindingCode.LV_BACKDATA).start();
            case XAPI_HTTP -> http.back();
            case XAPI -> new Silence(reporter, FindingCode.CAR_UNKNOWN).start();
            case LIBXL, LIBXC -> new BackChannel(migration, reporter, forward, startSeen, false).start();
            case XL, XL_RECEIVER, XL_READY, COLO_BACK, COLO_BACK_LIST ->
                new BackChannel(migration, reporter, forward, startSeen, true).start();
        });
    }

    /**
     * The direction to the receiver from a place that was searched for, its beginning not having been captured.
     *
     * @param width octets of the toolstack's words where the image is a legacy one
     */
    Step found(Place place, int width) {
        Reporter reporter = migration.reporter(Direction.FORWARD);
        if (place == Place.CHUNK) {
            return legacy().found(width);
        }
        StreamEnd end = new StreamEnd(migration, reporter, connection);
        LibxlStream stream = new LibxlStream(migration, reporter, end::step);
        stream.surroundedImage(end::behindBareImage);
        return stream.found(place);
    }

    private StepDriver driver(Direction direction, Supplier<Step> start) {
        Reporter reporter = migration.reporter(direction);
        return new StepDriver(
                compressed.contains(direction)
                        ? () -> new CompressedStream(migration, reporter, new Wrapping(), start).perhaps()
                        : start,
                reporter);
    }

    private void recoverAnything() {
        migration
                .reporter(Direction.FORWARD)
                .recoverBy((from, position) -> Searches.anything(
                        startSeen ? 0 : -1, position, migration.options().limits(), this::found));
    }

    private Step detected(Slice seen) {
        Format format = Beginnings.detect(seen, true, BEHIND_BANNER, Set.of()).format();
        if (format != null) {
            migration.reporter(Direction.FORWARD).recoverBy(null);
            return start(format);
        }
        Reporter reporter = migration.reporter(Direction.FORWARD);
        if (seen.length() == 0) {
            return Step.read(1, in -> Step.opaque(in.offset()));
        }
        if (startSeen) {
            reporter.finding(
                    FindingCode.XLH_001,
                    seen.offset(),
                    seen.length(),
                    "expected the magic of an xl stream behind the banner");
            reporter.framingLost();
            return Step.opaque(seen.offset());
        }
        reporter.framingLost();
        return Step.lost(seen.offset());
    }

    private Step start(Format format) {
        Reporter reporter = migration.reporter(Direction.FORWARD);
        StreamEnd end = new StreamEnd(migration, reporter, connection);
        return switch (format) {
            case XL -> new XlStream(migration, reporter, legacy(), end).start();
            case LIBXL, LIBVIRT_RPC -> libxl(reporter, end).start();
            case LIBXC -> bareImage(reporter, end).start();
            case XEND -> xend().saveFile();
            case XEND_RELOCATION -> xend().relocation(true);
            case LIBVIRT -> new SaveFile(migration, reporter, legacy(), end::last).start();
            case XAPI ->
                SuspendImage.alone(migration, reporter, legacy(), connection).start();
            case XAPI_HTTP -> http.forward();
            case LEGACY -> legacy().last();
            case LEGACY_2011 -> legacy().in(Dialect.PATCHES_2011).last();
            case XL_RECEIVER, XL_READY, XEND_RECEIVER, COLO_BACK, COLO_BACK_LIST ->
                throw new IllegalArgumentException(format + " is no format of the direction to the receiver");
        };
    }

    private XendStream xend() {
        return new XendStream(migration, migration.reporter(Direction.FORWARD), legacy());
    }

    private LegacyImages legacy() {
        return new LegacyImages(migration, migration.reporter(Direction.FORWARD));
    }

    private LibxlStream libxl(Reporter reporter, StreamEnd end) {
        if (connection && startSeen && !migration.knowledge().handshakeSeen) {
            migration.knowledge().toolstack = "libvirt";
        }
        return new LibxlStream(migration, reporter, end::step);
    }

    private LibxcImage bareImage(Reporter reporter, StreamEnd end) {
        if (!startSeen) {
            return new LibxlStream(migration, reporter, end::step).surroundedImage(end::behindBareImage);
        }
        migration.knowledge().libxlLayer = LibxlLayer.ABSENT;
        BareImage bare = new BareImage(migration, reporter, end);
        return bare.image();
    }

    /** An image that nothing surrounds, and its epochs. */
    private static final class BareImage {
        private final LibxcImage image;

        BareImage(Migration migration, Reporter reporter, StreamEnd end) {
            image = new LibxcImage(
                    migration, reporter, end::behindBareImage, () -> BareEpoch.complete(migration, reporter, image()));
        }

        LibxcImage image() {
            return image;
        }
    }
}
