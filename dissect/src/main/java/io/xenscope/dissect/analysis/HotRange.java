package io.xenscope.dissect.analysis;

/**
 * Neighbouring parts of the guest's memory that are sent again about equally often.
 *
 * @param first first PFN
 * @param last last PFN
 * @param resent sendings of its pages behind the first ones
 */
public record HotRange(long first, long last, long resent) {

    /** Times each page was sent again, on average. */
    public double perPage() {
        return (double) resent / (last - first + 1);
    }
}
