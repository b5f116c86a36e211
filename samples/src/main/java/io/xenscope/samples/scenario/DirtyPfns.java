package io.xenscope.samples.scenario;

/**
 * A given number of RAM pages, scattered evenly with pseudo-random distances. The RAM is cut into as many equal slices
 * as there are dirty pages and one page is taken from each, which needs no memory and keeps the order.
 */
final class DirtyPfns implements PfnCursor {
    private final GuestMap map;
    private final long count;
    private final long seed;
    private long taken;
    private int region;
    private long ramBefore;

    DirtyPfns(GuestMap map, long count, long seed) {
        this.map = map;
        this.count = Math.min(count, map.ram());
        this.seed = seed;
    }

    @Override
    public long next() {
        if (taken == count) {
            return NONE;
        }
        long from = slice(taken);
        long width = slice(taken + 1) - from;
        long index = from + Long.remainderUnsigned(PageContents.mixed(seed ^ (taken << 1)), width);
        taken++;
        return pfnOf(index);
    }

    private long slice(long number) {
        return (long) ((double) number * map.ram() / count);
    }

    private long pfnOf(long ramIndex) {
        while (true) {
            Region candidate = map.regions().get(region);
            boolean ram = candidate.kind() == RegionKind.RAM;
            if (ram && ramIndex < ramBefore + candidate.count()) {
                return candidate.first() + ramIndex - ramBefore;
            }
            ramBefore += ram ? candidate.count() : 0;
            region++;
        }
    }
}
