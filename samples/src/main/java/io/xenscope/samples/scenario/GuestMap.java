package io.xenscope.samples.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * Guest address space from PFN 0 on, as gapless ascending regions.
 *
 * @param regions the regions
 * @param ram number of PFNs in regions of kind RAM
 * @param special first of 16 PFNs the rings and other special pages of an HVM guest lie in
 * @param p2mFrames first frame of a PV guest's P2M table
 */
record GuestMap(List<Region> regions, long ram, long special, long p2mFrames) {
    private static final long MMIO_HOLE = 0xf0000;
    private static final long FOUR_GIB = 0x100000;

    static GuestMap of(GuestKind guest, long pages, Holes holes) {
        if (guest.pv()) {
            return paravirtualised(guest, pages);
        }
        return holes == Holes.REAL ? realHoles(guest, pages) : smallHoles(guest, pages);
    }

    /** PFNs from 0 to the highest one, holes included. */
    long size() {
        return regions.get(regions.size() - 1).end();
    }

    /** PFNs sent once more when the guest is suspended whether dirty or not. */
    List<Region> deferred() {
        return regions.stream().filter(region -> region.kind().deferred()).toList();
    }

    private static GuestMap paravirtualised(GuestKind guest, long pages) {
        boolean wide = guest == GuestKind.PV64;
        long l1 = (pages + 511) / 512;
        long l2 = wide ? (l1 + 511) / 512 : 4;
        long deferred = l1 >= 4 ? 2 : 0;
        long ballooned = pages >= 256 ? 16 : 0;
        Layout layout = new Layout();
        layout.add(16, RegionKind.RAM);
        if (wide) {
            layout.add(1, RegionKind.L4_PINNED);
            layout.add((l2 + 511) / 512, RegionKind.L3);
        } else {
            layout.add(1, RegionKind.L3_PINNED);
        }
        layout.add(l2, RegionKind.L2);
        layout.add(l1 - deferred, RegionKind.L1);
        layout.add(deferred, RegionKind.L1_DEFERRED);
        layout.add(1, RegionKind.L1_PINNED);
        long p2mFrames = layout.next;
        long rest = pages - layout.next;
        layout.add(rest - rest / 4 - ballooned, RegionKind.RAM);
        layout.add(ballooned, RegionKind.BALLOONED);
        layout.add(rest / 4, RegionKind.RAM);
        return layout.map(0, p2mFrames);
    }

    private static GuestMap smallHoles(GuestKind guest, long pages) {
        boolean vga = guest == GuestKind.HVM && pages >= 0x200;
        long hole = vga ? 0xa0 : pages / 2;
        long count = vga ? 0x20 : pages / 16;
        Layout layout = new Layout();
        layout.add(hole, RegionKind.RAM);
        layout.add(count, RegionKind.HOLE);
        layout.add(pages - hole - count, RegionKind.RAM);
        return layout.map(pages - 16, 0);
    }

    private static GuestMap realHoles(GuestKind guest, long pages) {
        long vga = guest == GuestKind.HVM ? 0x20 : 0;
        Layout layout = new Layout();
        long low = Math.min(pages, MMIO_HOLE);
        layout.add(0xa0, RegionKind.RAM);
        layout.add(vga, RegionKind.HOLE);
        layout.add(low - 0xa0 - vga, RegionKind.RAM);
        layout.add(0xfc000 - layout.next, RegionKind.HOLE);
        layout.add(9, RegionKind.RAM);
        layout.add(0xfeff0 - layout.next, RegionKind.HOLE);
        layout.add(16, RegionKind.RAM);
        if (pages > MMIO_HOLE) {
            layout.add(FOUR_GIB - layout.next, RegionKind.HOLE);
            layout.add(pages - MMIO_HOLE, RegionKind.RAM);
        }
        return layout.map(0xfeff0, 0);
    }

    private static final class Layout {
        private final List<Region> regions = new ArrayList<>();
        private long next;
        private long ram;

        void add(long count, RegionKind kind) {
            if (count < 0) {
                throw new IllegalArgumentException("guest too small for its page tables and holes");
            }
            if (count > 0) {
                regions.add(new Region(next, count, kind));
                next += count;
                ram += kind == RegionKind.RAM ? count : 0;
            }
        }

        GuestMap map(long special, long p2mFrames) {
            return new GuestMap(List.copyOf(regions), ram, special, p2mFrames);
        }
    }
}
