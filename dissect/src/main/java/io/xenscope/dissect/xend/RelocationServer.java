package io.xenscope.dissect.xend;

import io.xenscope.dissect.Layer;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;

/**
 * What the relocation server says, one S-expression a line (carriers specification 4.1):
 *
 * <pre>
 * R_to_S = "(ready receive)\n" , [ "(ok)\n" | "(err (type T) (value V))\n" ] ;      inside TLS: (ready sslreceive)
 * </pre>
 */
public final class RelocationServer {

    private final Migration migration;
    private final Reporter reporter;

    public RelocationServer(Migration migration, Reporter reporter) {
        this.migration = migration;
        this.reporter = reporter;
    }

    public Step start() {
        reporter.enter(Layer.XEND);
        migration.knowledge().relocation = true;
        migration.knowledge().toolstack = "xend";
        return next();
    }

    private Step next() {
        return Step.peek(1, first -> first.length() == 0 ? cut() : Step.peek(RelocationReply.TELLING, this::reply));
    }

    private Step reply(Slice seen) {
        RelocationReply.Kind kind = RelocationReply.Kind.begunBy(seen);
        if (kind != null) {
            return new RelocationReply(kind, migration, reporter, this::next).start(seen);
        }
        if (seen.length() < RelocationReply.TELLING && seen.u8(0) == '(') {
            return cut();
        }
        reporter.finding(FindingCode.CAR_UNKNOWN, seen.offset(), seen.length(), "expected (ready …), (ok) or (err …)");
        reporter.framingLost();
        return Step.opaque(seen.offset());
    }

    /** The direction ends before, or inside, the octets that tell the answer. */
    private static Step cut() {
        return Step.read(RelocationReply.TELLING, in -> Step.opaque(in.offset()));
    }
}
