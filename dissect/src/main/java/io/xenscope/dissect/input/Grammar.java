package io.xenscope.dissect.input;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.detect.Format;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.engine.StepDriver;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.legacy.Dialect;
import io.xenscope.dissect.legacy.LegacyStream;
import io.xenscope.dissect.libxc.LibxcImage;
import io.xenscope.dissect.libxl.BareEpoch;
import io.xenscope.dissect.libxl.LibxlStream;
import io.xenscope.dissect.migration.Knowledge.LibxlLayer;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import io.xenscope.dissect.xl.BackChannel;
import io.xenscope.dissect.xl.StreamEnd;
import io.xenscope.dissect.xl.XlStream;
import java.util.List;
import java.util.function.Supplier;

/** Puts the grammars of a migration's directions together, outermost first. */
final class Grammar {

    private static final int LOOK = 32;
    private static final List<Format> FORWARD = List.of(Format.XL, Format.LIBXL, Format.LIBXC);

    private final Migration migration;
    private final boolean startSeen;
    private final boolean connection;

    /**
     * @param startSeen whether the directions are given from their first octets on
     * @param connection whether the input is a connection rather than a file
     */
    Grammar(Migration migration, boolean startSeen, boolean connection) {
        this.migration = migration;
        this.startSeen = startSeen;
        this.connection = connection;
    }

    /** The direction to the receiver, which begins with {@code format}. */
    StepDriver forward(Format format) {
        return driver(Direction.FORWARD, () -> start(format));
    }

    /** The direction to the receiver when only the answers have told that this is a migration. */
    StepDriver forwardUnknown() {
        return driver(Direction.FORWARD, () -> Step.peek(LOOK, this::detected));
    }

    /** The direction to the sender. */
    StepDriver back() {
        Reporter reporter = migration.reporter(Direction.BACK);
        Reporter forward = migration.reporter(Direction.FORWARD);
        return driver(Direction.BACK, () -> new BackChannel(migration, reporter, forward, startSeen).start());
    }

    private StepDriver driver(Direction direction, Supplier<Step> start) {
        return new StepDriver(start, migration.reporter(direction));
    }

    private Step detected(Slice seen) {
        Format format = Format.detect(seen, true, FORWARD).format();
        if (format != null) {
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
        }
        reporter.framingLost();
        return Step.opaque(seen.offset());
    }

    private Step start(Format format) {
        Reporter reporter = migration.reporter(Direction.FORWARD);
        StreamEnd end = new StreamEnd(migration, reporter, connection);
        return switch (format) {
            case XL -> new XlStream(migration, reporter, end).start();
            case LIBXL -> libxl(reporter, end).start();
            case LIBXC -> bareImage(reporter, end).start();
            case LEGACY -> LegacyStream.bare(migration, reporter, null).start();
            case LEGACY_2011 ->
                LegacyStream.bare(migration, reporter, null)
                        .in(Dialect.PATCHES_2011)
                        .start();
            case XL_RECEIVER, XL_READY, COLO_BACK, COLO_BACK_LIST ->
                throw new IllegalArgumentException(format + " is no format of the direction to the receiver");
        };
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
