package io.xenscope.dissect.xend;

import io.xenscope.dissect.Layer;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.legacy.LegacyImages;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;

/**
 * What xend writes to a file or sends to a relocation server (carriers specification 4.1, 4.3):
 *
 * <pre>
 * xend_save_file = guest_record , config , image ;
 * S_to_R         = command , xend_save_file ;
 * </pre>
 */
public final class XendStream {

    private final Migration migration;
    private final Reporter reporter;
    private final LegacyImages legacy;

    public XendStream(Migration migration, Reporter reporter, LegacyImages legacy) {
        this.migration = migration;
        this.reporter = reporter;
        this.legacy = legacy;
    }

    /** A save file, from its signature on. */
    public Step saveFile() {
        reporter.enter(Layer.XEND);
        migration.knowledge().toolstack = "xend";
        return Step.peek(GuestRecord.SIGNATURE.length, this::signature);
    }

    /**
     * A relocation, from the command on.
     *
     * @param startSeen whether the direction is given from its first octet on
     */
    public Step relocation(boolean startSeen) {
        reporter.enter(Layer.XEND);
        migration.knowledge().toolstack = "xend";
        migration.knowledge().relocation = true;
        return Step.peek(1, first -> {
            if (first.length() == 0) {
                return nothing();
            }
            // A capture that began late may have missed the command.
            return !startSeen && first.u8(0) == GuestRecord.SIGNATURE[0]
                    ? saveFile()
                    : new RelocationCommand(reporter, startSeen, this::behindCommand).start(first);
        });
    }

    private Step behindCommand() {
        return Step.peek(1, first -> {
            if (first.length() == 0) {
                return nothing();
            }
            migration.knowledge().relocationBegun = true;
            return saveFile();
        });
    }

    private Step signature(Slice seen) {
        if (seen.length() == 0) {
            return nothing();
        }
        if (!seen.agreesWith(GuestRecord.SIGNATURE)) {
            reporter.finding(
                    FindingCode.CAR_UNKNOWN, seen.offset(), seen.length(), "expected LinuxGuestRecord of xend");
            reporter.framingLost();
            return Step.opaque(seen.offset());
        }
        return Step.read(GuestRecord.LENGTH, this::header);
    }

    private Step header(Slice in) {
        Element element =
                reporter.begin(Layer.XEND, "XEND_HEADER", null, in.offset(), in.length(), in.length(), in.time());
        long most = migration.options().limits().xendConfig();
        GuestRecord header = GuestRecord.read(in, most, element);
        reporter.record(element, GuestRecord.fields(in));
        long next = in.offset() + in.length();
        if (!header.isBelievable(most)) {
            reporter.framingLost();
            return Step.opaque(next);
        }
        return header.configLength() == 0 ? legacy.last() : config(next, header.configLength());
    }

    private Step config(long at, int length) {
        XendConfig config = new XendConfig(
                migration.knowledge(), at, migration.options().limits().bodyKept());
        Element element = reporter.begin(Layer.XEND, "XEND_CONFIG", null, at, length, length, reporter.now());
        return Step.stream(length, config, () -> {
            reporter.record(element, config.finish(element));
            return legacy.last();
        });
    }

    private static Step nothing() {
        return Step.read(1, in -> Step.opaque(in.offset()));
    }
}
