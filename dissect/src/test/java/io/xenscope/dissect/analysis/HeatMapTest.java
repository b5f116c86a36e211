package io.xenscope.dissect.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where memory is sent, and sent again. */
class HeatMapTest {

    @Test
    void partsThatAreSentOnceAreColdAndOthersAreLeftOut() {
        HotRanges hot = new HotRanges();
        hot.sent(0x10);
        hot.sent(0x110);
        hot.resent(0x110);
        hot.resent(0x1ff);
        hot.sent(0xf0000);
        HeatMap map = hot.map();
        assertThat(map.pages()).isEqualTo(0x100);
        assertThat(map.cells())
                .containsExactly(
                        new HotRange(0, 0xff, 0), new HotRange(0x100, 0x1ff, 2), new HotRange(0xf0000, 0xf00ff, 0));
        assertThat(map.cells().stream().map(map::row)).containsExactly(0L, 0L, 60L);
        assertThat(hot.hottest(3)).containsExactly(new HotRange(0x100, 0x1ff, 2));
    }

    @Test
    void largeAndScatteredMemoryFitsIntoItsRows() {
        HotRanges hot = new HotRanges();
        for (long pfn = 0; pfn < 1L << 28; pfn += 0x100) {
            hot.resent(pfn);
        }
        HeatMap dense = hot.map();
        assertThat(dense.cells()).hasSize(HeatMap.ROW * HeatMap.MOST_ROWS);
        assertThat(dense.cells().stream().mapToLong(HotRange::resent).sum()).isEqualTo(1L << 20);

        HotRanges scattered = new HotRanges();
        for (int bit = 8; bit < 52; bit++) {
            scattered.resent(1L << bit);
        }
        HeatMap wide = scattered.map();
        assertThat(wide.cells().stream().mapToLong(wide::row).distinct().count())
                .isLessThanOrEqualTo(HeatMap.MOST_ROWS);
        assertThat(wide.cells().stream().mapToLong(HotRange::resent).sum()).isEqualTo(44);
    }
}
