package io.xenscope.dissect.input;

import io.xenscope.dissect.Layer;
import io.xenscope.dissect.engine.Step;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Reporter;

/** The direction to the sender where the receiver never speaks. */
final class Silence {

    private final Reporter reporter;
    private final FindingCode otherwise;

    /** @param otherwise what it is when the receiver does speak */
    Silence(Reporter reporter, FindingCode otherwise) {
        this.reporter = reporter;
        this.otherwise = otherwise;
    }

    Step start() {
        reporter.enter(Layer.CARRIER);
        return Step.peek(1, seen -> {
            if (seen.length() == 0) {
                return Step.read(1, in -> Step.opaque(in.offset()));
            }
            reporter.finding(otherwise, seen.offset(), 0, "nothing but the stream belongs on this connection");
            reporter.framingLost();
            return Step.opaque(seen.offset());
        });
    }
}
