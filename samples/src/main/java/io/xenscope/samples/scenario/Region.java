package io.xenscope.samples.scenario;

/**
 * A run of PFNs of one kind.
 *
 * @param first first PFN
 * @param count number of PFNs
 * @param kind what they are
 */
record Region(long first, long count, RegionKind kind) {
    /** First PFN behind the region. */
    long end() {
        return first + count;
    }
}
