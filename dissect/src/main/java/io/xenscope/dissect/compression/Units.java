package io.xenscope.dissect.compression;

import io.xenscope.dissect.Limits;
import io.xenscope.dissect.engine.Decoder;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import org.jspecify.annotations.Nullable;

/** A decoder that takes its octets in units, each kept until it is there whole, and ends with the first it cannot use. */
abstract class Units implements Decoder {

    final Migration migration;

    /** Octets of the unit under way. */
    int count;

    private long wire;
    private long plain;

    /** Octets for which no ratio means anything. */
    private static final int LEAST_PLAIN = 1 << 16;

    private final Limits limits;
    private final Reporter reporter;
    private final String name;
    private @Nullable FindingCode failure;
    private String failureText = "";

    /** @param name of what the stream consists of, as findings call it */
    Units(Migration migration, Reporter reporter, String name) {
        this.migration = migration;
        this.limits = migration.options().limits();
        this.reporter = reporter;
        this.name = name;
    }

    /** True between what the stream consists of, where it may end. */
    abstract boolean mayEnd();

    /** {@code in} octets became {@code out}; it cannot go on when that is more than is allowed. */
    final void became(long in, long out) {
        migration.decompressed(in, out);
        wire += in;
        plain += out;
        if (failure == null && plain > limits.decompressed()) {
            over(FindingCode.LIM_DECOMPRESSION, "more than " + limits.decompressed() + " octets came out");
        } else if (failure == null && plain > LEAST_PLAIN && plain / limits.decompressionRatio() >= Math.max(1, wire)) {
            over(
                    FindingCode.LIM_DECOMPRESSION,
                    "more than " + limits.decompressionRatio() + " times as many octets came out as went in");
        }
    }

    /** True when it matters at which octet the limits are reached. */
    final boolean isLimited() {
        return limits.decompressed() != Limits.NONE || limits.decompressionRatio() != Limits.NONE;
    }

    /** Octets that came out so far. */
    final long plain() {
        return plain;
    }

    /** It cannot go on. */
    final void over(FindingCode code, String what) {
        failure = code;
        failureText = what;
    }

    @Override
    public final boolean isOver() {
        return failure != null;
    }

    @Override
    public final void reportOver(long position) {
        FindingCode code = failure;
        if (code != null) {
            reporter.finding(code, position, 0, failureText);
        }
    }

    @Override
    public final void reportLost(long position) {
        reporter.finding(FindingCode.CAR_DECOMP_FAIL, position, 0, CompressedStream.LOST);
    }

    @Override
    public final int held() {
        return count;
    }

    @Override
    public final boolean end(long position) {
        boolean complete = mayEnd();
        if (!complete) {
            reporter.finding(FindingCode.CAR_EOF_EARLY, position, 0, "the stream ends inside a " + name);
        }
        return complete;
    }
}
