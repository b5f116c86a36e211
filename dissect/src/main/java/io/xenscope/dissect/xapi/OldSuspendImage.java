package io.xenscope.dissect.xapi;

import io.xenscope.dissect.Layer;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.legacy.LegacyImages;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Knowledge.Guest;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import java.nio.charset.StandardCharsets;

/**
 * The suspend image before its structured form (carriers specification 1.2):
 *
 * <pre>
 * suspend_image = signature , legacy_image , [ device_model ] ;      device_model: HVM guests only
 *
 *  0               15
 *  +------ … ------+
 *  |XenSavedDomain\n|   signature
 *  +------ … ------+
 * </pre>
 */
public final class OldSuspendImage {

    private static final byte[] SIGNATURE = "XenSavedDomain\n".getBytes(StandardCharsets.US_ASCII);

    private final Migration migration;
    private final Reporter reporter;
    private final LegacyImages legacy;
    private final boolean connection;

    /** @param connection whether the input is a connection rather than a file */
    public OldSuspendImage(Migration migration, Reporter reporter, LegacyImages legacy, boolean connection) {
        this.migration = migration;
        this.reporter = reporter;
        this.legacy = legacy;
        this.connection = connection;
    }

    public Step start() {
        reporter.enter(Layer.XAPI);
        migration.knowledge().toolstack = "xapi";
        return Step.read(SIGNATURE.length, this::signature);
    }

    private Step signature(Slice in) {
        Element element =
                reporter.begin(Layer.XAPI, "XAPI_SIGNATURE", null, in.offset(), in.length(), in.length(), in.time());
        boolean sound = in.startsWith(SIGNATURE);
        if (sound) {
            element.finding(
                    FindingCode.XIMG_LEGACY, in.offset(), in.length(), "receivers from Xen 4.6 on start the converter");
        } else {
            element.finding(
                    FindingCode.XIMG_BADSIG, in.offset(), in.length(), "expected XenSavedDomain and a line end");
        }
        reporter.record(
                element,
                new FieldReader(in).text("signature", 0, in.length() - 1).fields());
        if (!sound) {
            reporter.framingLost();
            return Step.opaque(in.offset() + in.length());
        }
        return legacy.withoutDeviceModel(this::behindImage);
    }

    private Step behindImage() {
        reporter.enter(Layer.XAPI);
        boolean hvm = migration.knowledge().domainType == Guest.HVM;
        return hvm ? new DeviceModelRecord(reporter, migration.options(), this::atEnd).start() : atEnd();
    }

    private Step atEnd() {
        migration.knowledge().endReached = true;
        return Step.peek(1, seen -> {
            if (seen.length() == 0) {
                return Step.read(1, in -> Step.opaque(in.offset()));
            }
            Severity severity = connection ? Severity.WARN : Severity.NOTE;
            reporter.finding(FindingCode.CAR_TRAIL, severity, seen.offset(), 0, "nothing reads them");
            return Step.opaque(seen.offset());
        });
    }
}
