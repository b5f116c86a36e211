package io.xenscope.dissect.analysis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which parts of the guest's memory are sent, and sent again most, by regions of 1 MiB. Up to 4 TiB of a guest are
 * counted, at some 4 octets a region; what lies beyond is left out.
 */
final class HotRanges {

    private static final int REGION_BITS = 8;
    private static final long REGION = 1L << REGION_BITS;
    private static final int BLOCK_BITS = 10;
    private static final int BLOCK = 1 << BLOCK_BITS;
    private static final int MOST_BLOCKS = 1 << 12;

    private final Map<Long, Block> blocks = new HashMap<>();

    /** The block used last: neighbours come one after the other. */
    private @Nullable Block recent;

    private long recentKey;

    /** Neighbouring regions: which of them were sent, and how often their pages were sent again. */
    private static final class Block {
        final BitSet sent = new BitSet(BLOCK);
        final int[] resent = new int[BLOCK];
    }

    /** {@code pfn} is sent. */
    void sent(long pfn) {
        Block block = block(pfn);
        if (block != null) {
            block.sent.set(region(pfn));
        }
    }

    /** {@code pfn} is sent again. */
    void resent(long pfn) {
        Block block = block(pfn);
        if (block != null) {
            block.sent.set(region(pfn));
            block.resent[region(pfn)]++;
        }
    }

    private static int region(long pfn) {
        return (int) (pfn >>> REGION_BITS) & BLOCK - 1;
    }

    private @Nullable Block block(long pfn) {
        long key = pfn >>> REGION_BITS + BLOCK_BITS;
        Block block = recent;
        if (block != null && recentKey == key) {
            return block;
        }
        block = blocks.get(key);
        if (block == null) {
            if (blocks.size() >= MOST_BLOCKS) {
                return null;
            }
            block = new Block();
            blocks.put(key, block);
        }
        recent = block;
        recentKey = key;
        return block;
    }

    /** The regions of which anything was sent, in order. */
    private void regions(Consumer<HotRange> to) {
        for (Map.Entry<Long, Block> entry : new TreeMap<>(blocks).entrySet()) {
            Block block = entry.getValue();
            for (int i = block.sent.nextSetBit(0); i >= 0; i = block.sent.nextSetBit(i + 1)) {
                long first = (entry.getKey() << BLOCK_BITS | i) << REGION_BITS;
                to.accept(new HotRange(first, first + REGION - 1, block.resent[i]));
            }
        }
    }

    /** The whole of it in few cells: as small as they can be without too many rows. */
    HeatMap map() {
        long pages = REGION;
        while (rows(pages) > HeatMap.MOST_ROWS) {
            pages *= 2;
        }
        long size = pages;
        Map<Long, Long> cells = new TreeMap<>();
        regions(region -> cells.merge(region.first() / size, region.resent(), Long::sum));
        return new HeatMap(
                size,
                cells.entrySet().stream()
                        .map(cell ->
                                new HotRange(cell.getKey() * size, (cell.getKey() + 1) * size - 1, cell.getValue()))
                        .toList());
    }

    private long rows(long pages) {
        Set<Long> rows = new HashSet<>();
        regions(region -> rows.add(region.first() / pages / HeatMap.ROW));
        return rows.size();
    }

    /** The {@code most} hottest ranges, hottest first. Neighbours that differ by less than a third are one range. */
    List<HotRange> hottest(int most) {
        List<HotRange> found = new ArrayList<>();
        Deque<HotRange> open = new ArrayDeque<>(1);
        regions(region -> {
            if (region.resent() == 0) {
                return;
            }
            HotRange before = open.poll();
            if (before != null && belongs(before, region)) {
                open.add(new HotRange(before.first(), region.last(), before.resent() + region.resent()));
            } else {
                keep(found, before, most);
                open.add(region);
            }
        });
        keep(found, open.poll(), most);
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
