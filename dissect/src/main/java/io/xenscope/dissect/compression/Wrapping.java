package io.xenscope.dissect.compression;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Reporter;

/** The layers around a stream, of which only so many are taken off (carriers specification 6.1). */
public final class Wrapping {

    private static final int MOST = 3;

    private int layers;

    /** Another layer begins; false when there are too many. */
    public boolean wrap(Reporter reporter, long offset) {
        layers++;
        if (layers <= MOST) {
            return true;
        }
        reporter.finding(FindingCode.CAR_NEST_LIMIT, offset, 0, "more than " + MOST + " layers around the stream");
        reporter.framingLost();
        return false;
    }
}
