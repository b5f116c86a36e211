package io.xenscope.samples.scenario;

import io.xenscope.samples.grammar.PageSource;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Invented memory of a guest. What kind of page a PFN holds depends on the seed alone; every page but a zero page
 * begins with its PFN and the generation it was written in, so no two versions are equal. Bulk contents come from a
 * small prepared pool, which keeps copying within the processor's cache.
 */
final class PageContents implements PageSource {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int POOL = 64;
    private static final int PRESENT = 0x67;
    private static final String WORDS =
            "page frame batch record round epoch dirty clean table guest host sender receiver stream ring event ";

    private final PageMix mix;
    private final long seed;
    private final boolean narrow;
    private final byte[] text;
    private final byte[] random;
    private long generation;

    PageContents(PageMix mix, long seed, boolean narrow) {
        this.mix = mix;
        this.seed = seed;
        this.narrow = narrow;
        this.text = textPool(seed);
        this.random = new byte[POOL * PAGE_SIZE];
        new SplittableRandom(seed).nextBytes(random);
    }

    /** Pages filled from now on are a later version of the guest's memory. */
    void nextGeneration() {
        generation++;
    }

    @Override
    public void fill(long pfn, int nibble, byte[] into, int at) {
        int level = nibble & 7;
        if (level != 0) {
            fillTable(level, pfn, into, at);
            return;
        }
        long hash = mixed(pfn + seed * 0x9e3779b97f4a7c15L);
        int share = (int) ((hash >>> 33) % 100);
        int pool = (int) (hash & (POOL - 1)) * PAGE_SIZE;
        if (share < mix.text()) {
            System.arraycopy(text, pool, into, at, PAGE_SIZE);
        } else if (share < mix.text() + mix.random()) {
            System.arraycopy(random, pool, into, at, PAGE_SIZE);
        } else if (share < mix.text() + mix.random() + mix.counter()) {
            for (int i = 0; i < PAGE_SIZE; i += Long.BYTES) {
                LONGS.set(into, at + i, generation + i);
            }
        } else {
            Arrays.fill(into, at, at + PAGE_SIZE, (byte) 0);
            return;
        }
        LONGS.set(into, at, pfn << 20 | (generation & 0xfffff) | 1L << 62);
    }

    /** Present entries with PFNs; the slots that belong to the hypervisor stay zero (section 4.5). */
    private void fillTable(int level, long pfn, byte[] into, int at) {
        for (int slot = 0; slot < 512; slot++) {
            boolean ofXen = narrow ? level == 3 && slot >= 4 : level == 4 && slot >= 256 && slot < 272;
            long entry = (pfn + slot & 0xfffff) << 12 | PRESENT;
            LONGS.set(into, at + slot * Long.BYTES, ofXen ? 0 : entry);
        }
    }

    private static byte[] textPool(long seed) {
        SplittableRandom random = new SplittableRandom(~seed);
        byte[] words = WORDS.getBytes(StandardCharsets.US_ASCII);
        byte[] pool = new byte[POOL * PAGE_SIZE];
        for (int at = 0; at < pool.length; ) {
            int from = random.nextInt(words.length);
            int count = Math.min(words.length - from, pool.length - at);
            System.arraycopy(words, from, pool, at, count);
            at += count;
        }
        return pool;
    }

    static long mixed(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
