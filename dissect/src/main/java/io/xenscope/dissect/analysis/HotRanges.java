package io.xenscope.dissect.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which parts of the guest's memory are sent again most, by regions of 1 MiB. Up to 4 TiB of a guest are counted, at 4
 * octets a region; what lies beyond is left out.
 */
final class HotRanges {

    private static final int REGION_BITS = 8;
    private static final int BLOCK_BITS = 10;
    private static final int BLOCK = 1 << BLOCK_BITS;
    private static final int MOST_BLOCKS = 1 << 12;

    private final Map<Long, int[]> blocks = new HashMap<>();

    /** {@code pfn} is sent again. */
    void resent(long pfn) {
        long region = pfn >>> REGION_BITS;
        int[] block = blocks.get(region >>> BLOCK_BITS);
        if (block == null) {
            if (blocks.size() >= MOST_BLOCKS) {
                return;
            }
            block = new int[BLOCK];
            blocks.put(region >>> BLOCK_BITS, block);
        }
        block[(int) region & BLOCK - 1]++;
    }

    /** The {@code most} hottest ranges, hottest first. Neighbours that differ by less than a third are one range. */
    List<HotRange> hottest(int most) {
        List<HotRange> found = new ArrayList<>();
        HotRange open = null;
        for (long key : blocks.keySet().stream().sorted().toList()) {
            int[] block = blocks.getOrDefault(key, new int[0]);
            for (int i = 0; i < block.length; i++) {
                if (block[i] > 0) {
                    long first = (key << BLOCK_BITS | i) << REGION_BITS;
                    HotRange region = new HotRange(first, first + (1 << REGION_BITS) - 1, block[i]);
                    if (open != null && belongs(open, region)) {
                        open = new HotRange(open.first(), region.last(), open.resent() + region.resent());
                    } else {
                        keep(found, open, most);
                        open = region;
                    }
                }
            }
        }
        keep(found, open, most);
        return List.copyOf(found);
    }

    private static boolean belongs(HotRange open, HotRange next) {
        double ratio = open.perPage() / next.perPage();
        return open.last() + 1 == next.first() && ratio > 2.0 / 3 && ratio < 1.5;
    }

    private static void keep(List<HotRange> found, @Nullable HotRange range, int most) {
        if (range == null) {
            return;
        }
        found.add(range);
        found.sort(Comparator.comparingDouble(HotRange::perPage).reversed().thenComparingLong(HotRange::first));
        if (found.size() > most) {
            found.remove(found.size() - 1);
        }
    }
}
