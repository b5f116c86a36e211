package io.xenscope.samples.grammar;

import java.util.Arrays;

/**
 * The entries of one PAGE_DATA record. Reusable, so that a long stream needs no new memory per record; not thread-safe.
 */
public final class PageBatch {
    /** Entries a real sender puts into one record at most. */
    public static final int LIMIT = 1024;

    private static final long PFN_MASK = (1L << 60) - 1;

    private long[] entries = new long[LIMIT];
    private int count;
    private int dataPages;

    /** A batch of these entries. */
    public static PageBatch of(PageEntry... entries) {
        PageBatch batch = new PageBatch();
        for (PageEntry entry : entries) {
            batch.add(entry.pfn(), entry.nibble());
        }
        return batch;
    }

    /** Appends an entry; there is no upper limit. */
    public void add(long pfn, int nibble) {
        if (count == entries.length) {
            entries = Arrays.copyOf(entries, 2 * count);
        }
        entries[count++] = (long) nibble << 60 | (pfn & PFN_MASK);
        if (PageType.carriesData(nibble)) {
            dataPages++;
        }
    }

    /** Removes all entries. */
    public void clear() {
        count = 0;
        dataPages = 0;
    }

    /** Number of entries. */
    public int count() {
        return count;
    }

    /** Number of entries that carry page contents. */
    public int dataPages() {
        return dataPages;
    }

    /** Body length: {@code 8 + 8 * count + 4096 * dataPages}. */
    public long length() {
        return 8L + 8L * count + (long) PageSource.PAGE_SIZE * dataPages;
    }

    long entry(int index) {
        return entries[index];
    }

    long pfn(int index) {
        return entries[index] & PFN_MASK;
    }

    int nibble(int index) {
        return (int) (entries[index] >>> 60);
    }

    String detail(int zeroPages) {
        int[] perType = new int[16];
        for (int i = 0; i < count; i++) {
            perType[nibble(i)]++;
        }
        StringBuilder text = new StringBuilder(96);
        text.append("count=").append(count).append(" data=").append(dataPages);
        text.append(" zero=").append(zeroPages).append(" types=");
        String separator = "";
        for (int nibble = 0; nibble < perType.length; nibble++) {
            if (perType[nibble] > 0) {
                text.append(separator)
                        .append(PageType.label(nibble))
                        .append(':')
                        .append(perType[nibble]);
                separator = ",";
            }
        }
        if (count > 0) {
            text.append(" pfns=0x").append(Long.toHexString(pfn(0)));
            text.append("-0x").append(Long.toHexString(pfn(count - 1)));
        }
        return text.toString();
    }
}
