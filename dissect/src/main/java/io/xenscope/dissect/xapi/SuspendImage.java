package io.xenscope.dissect.xapi;

import io.xenscope.dissect.Layer;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.legacy.LegacyImages;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * A suspend image of either layout, in a file or as the memory of a migration (carriers specification 1.1, 1.2):
 *
 * <pre>
 * suspend_image = signature , ( structured_image | old_image ) ;
 *
 *  0               15
 *  +------ … ------+
 *  |XenSavedDomv2-\n|   structured
 *  |XenSavedDomain\n|   old
 *  +------ … ------+
 * </pre>
 */
public final class SuspendImage {

    private static final int LENGTH = 15;
    private static final byte[] STRUCTURED = "XenSavedDomv2-\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OLD = "XenSavedDomain\n".getBytes(StandardCharsets.US_ASCII);

    private final Migration migration;
    private final Reporter reporter;
    private final LegacyImages legacy;
    private final Supplier<Step> afterEnd;

    /** @param afterEnd what follows the image */
    SuspendImage(Migration migration, Reporter reporter, LegacyImages legacy, Supplier<Step> afterEnd) {
        this.migration = migration;
        this.reporter = reporter;
        this.legacy = legacy;
        this.afterEnd = afterEnd;
    }

    /**
     * An image behind which nothing is read.
     *
     * @param connection whether the input is a connection rather than a file, which may be longer than the image
     */
    public static SuspendImage alone(Migration migration, Reporter reporter, LegacyImages legacy, boolean connection) {
        return new SuspendImage(migration, reporter, legacy, () -> end(reporter, connection));
    }

    public Step start() {
        reporter.enter(Layer.XAPI);
        migration.knowledge().toolstack = "xapi";
        return Step.read(LENGTH, this::signature);
    }

    private Step signature(Slice in) {
        Element element =
                reporter.begin(Layer.XAPI, "XAPI_SIGNATURE", null, in.offset(), in.length(), in.length(), in.time());
        boolean structured = in.startsWith(STRUCTURED);
        boolean old = in.startsWith(OLD);
        if (old) {
            element.finding(
                    FindingCode.XIMG_LEGACY, in.offset(), in.length(), "receivers from Xen 4.6 on start the converter");
        } else if (!structured) {
            element.finding(
                    FindingCode.XIMG_BADSIG,
                    in.offset(),
                    in.length(),
                    "expected XenSavedDomv2- or XenSavedDomain, and a line end");
        }
        reporter.record(
                element,
                new FieldReader(in).text("signature", 0, in.length() - 1).fields());
        if (structured) {
            InnerImage image = new InnerImage(migration, reporter, legacy);
            return new StructuredImage(migration, reporter, image, afterEnd).start();
        }
        if (old) {
            return new OldImage(migration, reporter, legacy, afterEnd).start();
        }
        reporter.framingLost();
        return Step.opaque(in.offset() + in.length());
    }

    /** Nothing is read behind an image. */
    static Step end(Reporter reporter, boolean connection) {
        return Step.peek(1, first -> first.length() == 0 ? nothing() : trailing(reporter, connection));
    }

    private static Step trailing(Reporter reporter, boolean connection) {
        return Step.peek(16, seen -> {
            if (connection && StructuredImage.isHeader(seen)) {
                reporter.finding(FindingCode.XIMG_ORDER, seen.offset(), 16, "a record behind END_OF_IMAGE");
            } else {
                Severity severity = connection ? Severity.WARN : Severity.NOTE;
                reporter.finding(FindingCode.CAR_TRAIL, severity, seen.offset(), 0, "nothing reads them");
            }
            return Step.opaque(seen.offset());
        });
    }

    /** The direction ends here. */
    static Step nothing() {
        return Step.read(1, in -> Step.opaque(in.offset()));
    }
}
