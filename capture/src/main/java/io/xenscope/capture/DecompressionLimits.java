package io.xenscope.capture;

/**
 * What may come out of a compressed input.
 *
 * @param octets octets that may come out of each layer
 * @param ratio how many times as many octets may come out of a layer as went in
 */
public record DecompressionLimits(long octets, long ratio) {

    /** Nothing is bounded: memory that is mostly empty is compressed to a thousandth and less, and what comes out is kept nowhere. */
    public static final DecompressionLimits NONE = new DecompressionLimits(Long.MAX_VALUE, Long.MAX_VALUE);

    /** Octets for which no ratio means anything. */
    private static final int LEAST = 1 << 16;

    boolean areSet() {
        return octets != Long.MAX_VALUE || ratio != Long.MAX_VALUE;
    }

    /** How many octets may have come out when so many went in. */
    long most(long in) {
        long byRatio = ratio > Long.MAX_VALUE / Math.max(in, LEAST) ? Long.MAX_VALUE : Math.max(LEAST, ratio * in);
        return Math.min(octets, byRatio);
    }
}
