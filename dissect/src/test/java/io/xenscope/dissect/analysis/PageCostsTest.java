package io.xenscope.dissect.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.analysis.PageHashTable.Sent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What sending pages was worth. */
class PageCostsTest {

    private static final int PAGE = 4096;

    private final PageCosts costs = new PageCosts((octets, index, length) -> length / 4);

    private static byte[] page(int value) {
        byte[] octets = new byte[PAGE];
        octets[100] = (byte) value;
        return octets;
    }

    private static long sampledPfn() {
        long pfn = 0;
        while (!CompressionSample.isSampled(pfn)) {
            pfn++;
        }
        return pfn;
    }

    @Test
    void resentPagesAreCompared() {
        costs.page(5, page(1), 0);
        costs.page(6, page(1), 0);
        costs.batchComplete(100);
        costs.page(5, page(1), 0);
        costs.page(6, page(2), 0);
        assertThat(costs.sum().comparedPages()).as("the batch is not complete").isZero();
        costs.batchComplete(200);
        PageCostSum sum = costs.sum();
        assertThat(sum.comparedPages()).isEqualTo(2);
        assertThat(sum.unchangedPages()).isEqualTo(1);
        assertThat(sum.notKeptPages()).isZero();
    }

    @Test
    void neighboursThatAreEquallyHotAreOneRange() {
        HotRanges hot = new HotRanges();
        for (int round = 0; round < 4; round++) {
            for (long pfn = 0x100; pfn < 0x300; pfn++) {
                hot.resent(pfn);
            }
        }
        for (long pfn = 0x300; pfn < 0x400; pfn++) {
            hot.resent(pfn);
        }
        hot.resent(1L << 40);
        assertThat(hot.hottest(2)).containsExactly(new HotRange(0x100, 0x2ff, 2048), new HotRange(0x300, 0x3ff, 256));
        assertThat(hot.hottest(2).get(0).perPage()).isEqualTo(4);
    }

    @Test
    void aHostileGuestCostsNoMoreThanALargeOne() {
        HotRanges hot = new HotRanges();
        PageHashTable hashes = new PageHashTable(2);
        for (long i = 0; i < 100_000; i++) {
            hot.resent(i << 30);
        }
        assertThat(hot.hottest(Integer.MAX_VALUE)).hasSize(1 << 12);
        assertThat(hashes.put(0, 1)).isEqualTo(Sent.NEW);
        assertThat(hashes.put(1 << 20, 1)).isEqualTo(Sent.NEW);
        assertThat(hashes.put(1 << 21, 1)).isEqualTo(Sent.NOT_KEPT);
        assertThat(hashes.put(1, 1)).isEqualTo(Sent.NEW);
        assertThat(hashes.put(1 << 20, 1)).isEqualTo(Sent.SAME);
    }

    /** A marker for the words before, one for the changed word and one for those behind, at most 127 words each. */
    @Test
    void differencesAreMarkersAndChangedWords() {
        long pfn = sampledPfn();
        costs.page(pfn, page(1), 0);
        costs.page(pfn, page(2), 0);
        CompressionEstimate sample = costs.sum().sample();
        assertThat(sample.pages()).isEqualTo(2);
        assertThat(sample.compressedOctets()).isEqualTo(2 * PAGE / 4);
        assertThat(sample.resentPages()).isEqualTo(1);
        int behind = 1024 - 26;
        assertThat(sample.deltaOctets()).isEqualTo(1 + 1 + 4 + (behind + 126) / 127);
        assertThat(sample.compressionSaves()).isEqualTo(0.75);
    }

    @Test
    void oneInSixtyFourIsSampledAndAlwaysTheSame() {
        long sampled = 0;
        for (long pfn = 0; pfn < 64_000; pfn++) {
            sampled += CompressionSample.isSampled(pfn) ? 1 : 0;
        }
        assertThat(sampled).isBetween(950L, 1050L);
    }

    @Test
    void whatIsKeptOfManyThingsIsTheirHeadAndTail() {
        HeadAndTail<Integer> things = new HeadAndTail<>(2);
        for (int i = 0; i < 100; i++) {
            things.add(i);
        }
        Excerpt<Integer> excerpt = things.excerpt();
        assertThat(excerpt.kept().toList()).isEqualTo(List.of(0, 1, 98, 99));
        assertThat(excerpt.leftOut()).isEqualTo(96);
        assertThat(excerpt.total()).isEqualTo(100);
    }
}
