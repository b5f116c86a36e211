package io.xenscope.dissect.legacy.compressed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SenderCacheTest {

    @Test
    void holdsThePagesUsedLast() {
        SenderCache cache = new SenderCache();
        for (long pfn = 0; pfn < SenderCache.PAGES; pfn++) {
            assertThat(cache.use(pfn)).isFalse();
        }
        assertThat(cache.use(0)).isTrue();
        assertThat(cache.use(100_000)).as("a page more than there is room").isFalse();
        assertThat(cache.use(0)).as("used after all others").isTrue();
        assertThat(cache.use(1)).as("used longest ago").isFalse();
    }

    @Test
    void pageTablesLeave() {
        SenderCache cache = new SenderCache();
        cache.use(7);
        cache.drop(7);
        cache.drop(8);
        assertThat(cache.use(7)).isFalse();
        assertThat(cache.use(7)).isTrue();
    }
}
