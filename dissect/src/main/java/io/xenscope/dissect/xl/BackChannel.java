package io.xenscope.dissect.xl;

import io.xenscope.dissect.Layer;
import io.xenscope.dissect.detect.Ambiguity;
import io.xenscope.dissect.detect.Format;
import io.xenscope.dissect.detect.ShellOutput;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.libxl.BackRecords;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Knowledge;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;

/**
 * The direction from receiver to sender (modern-stream specification 1.6, 1.8):
 *
 * <pre>
 * R_to_S = banner , [ ready , report , status , [ go ] ] ;      (* xl migrate *)
 * R_to_S = banner , { COLO back-channel record } ;              (* xl remus, COLO *)
 * </pre>
 */
public final class BackChannel {

    /** Octets that tell what comes next. */
    private static final int LOOK = 8;

    private final Migration migration;
    private final Reporter reporter;
    private final Reporter forward;
    private final boolean startSeen;
    private final boolean xl;
    private final BackRecords colo;

    /**
     * @param startSeen whether the direction was captured from its first octet on
     * @param xl whether the other direction begins as xl begins it, so that the banner is due
     */
    public BackChannel(Migration migration, Reporter reporter, Reporter forward, boolean startSeen, boolean xl) {
        this.migration = migration;
        this.reporter = reporter;
        this.forward = forward;
        this.startSeen = startSeen;
        this.xl = xl;
        this.colo = new BackRecords(migration, reporter, this::following);
    }

    public Step start() {
        reporter.enter(Layer.XL);
        return Step.peek(LOOK, this::first);
    }

    private Step first(Slice seen) {
        if (Handshake.begunBy(seen) == Handshake.BANNER || seen.length() == 0) {
            return Step.read(Handshake.BANNER.length(), this::banner);
        }
        boolean other = Handshake.begunBy(seen) != null || BackRecords.begins(seen);
        if (startSeen && !other) {
            Format claimed = Ambiguity.other(seen, migration.knowledge().carrier());
            if (claimed != null) {
                String text = "it begins as " + claimed.label() + " does";
                reporter.finding(FindingCode.CAR_AMBIG, seen.offset(), seen.length(), text);
            }
            return xl
                    ? withoutBanner(seen)
                    : wrong(FindingCode.LV_BACKDATA, seen, "a receiver that libvirt starts says nothing");
        }
        return next(seen);
    }

    private Step banner(Slice in) {
        if (!Handshake.BANNER.is(in)) {
            return withoutBanner(in);
        }
        Knowledge known = migration.knowledge();
        known.toolstack = "xl";
        Element element = begin("BANNER", in);
        if (forward.hasBegun()) {
            element.finding(FindingCode.HSK_002, in.offset(), 0, "the sender had begun before");
        }
        known.handshakeSeen = true;
        reporter.record(element, Fields.NONE);
        colo.begin();
        return following();
    }

    /** Whatever a shell says first makes xl give up; it can be told all the same what the receiver says behind that. */
    private Step withoutBanner(Slice seen) {
        wrong(FindingCode.HSK_001, seen, "expected the banner of xl migrate-receive");
        return Step.until(seen.offset(), ShellOutput.BANNER, ShellOutput.MOST, this::banner);
    }

    /** What comes next shows by its first octets. */
    private Step following() {
        return Step.peek(1, seen -> seen.length() == 0 ? atEnd() : Step.peek(LOOK, this::next));
    }

    private static Step atEnd() {
        return Step.read(1, in -> Step.opaque(in.offset()));
    }

    private Step next(Slice seen) {
        boolean plain = migration.knowledge().endReached && !migration.knowledge().checkpointSeen;
        if (colo.takes(seen) && !plain) {
            return colo.start();
        }
        Handshake string = Handshake.begunBy(seen);
        if (string == Handshake.READY || string == Handshake.REPORT || string == Handshake.GO) {
            return Step.read(string.length(), in -> text(string, in));
        }
        FindingCode code = migration.knowledge().readySeen
                ? FindingCode.HSK_006
                : migration.knowledge().isCheckpointed() ? FindingCode.BC_004 : FindingCode.BC_007;
        return wrong(code, seen, "expected ready, report, go or a COLO record");
    }

    private Step text(Handshake string, Slice in) {
        if (!string.is(in)) {
            FindingCode code = string == Handshake.READY ? FindingCode.HSK_004 : FindingCode.HSK_006;
            return wrong(code, in, "expected the whole string " + string);
        }
        Knowledge known = migration.knowledge();
        known.toolstack = "xl";
        known.handshakeSeen = true;
        Element element = begin(string.name(), in);
        if (known.isCheckpointed()) {
            element.finding(FindingCode.HSK_011, in.offset(), in.length(), "checkpointed migrations have no such step");
        }
        known.readySeen |= string == Handshake.READY;
        known.goReturned |= string == Handshake.GO;
        if (string == Handshake.REPORT) {
            migration.reportSeen(reporter.now());
        }
        reporter.record(element, Fields.NONE);
        return string == Handshake.REPORT ? Step.read(1, this::status) : following();
    }

    private Step status(Slice in) {
        int status = in.u8(0);
        migration.knowledge().status = status;
        Element element = begin("STATUS", in);
        String meaning = StatusNames.meaning(status);
        if (status != 0) {
            String named = meaning == null ? "" : " (" + meaning + ")";
            element.finding(FindingCode.HSK_007, in.offset(), 1, "status " + status + named);
        }
        FieldReader fields = new FieldReader(in);
        fields.leaf("status", 0, 1, new Data.Numeric(status), meaning);
        reporter.record(element, fields.fields());
        return following();
    }

    private Element begin(String type, Slice in) {
        return reporter.begin(Layer.XL, type, null, in.offset(), in.length(), in.length(), in.time());
    }

    private Step wrong(FindingCode code, Slice seen, String expected) {
        reporter.finding(code, seen.offset(), seen.length(), expected);
        reporter.framingLost();
        return Step.opaque(seen.offset());
    }
}
