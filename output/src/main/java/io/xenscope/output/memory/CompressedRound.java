package io.xenscope.output.memory;

import io.xenscope.dissect.memory.CompressedPages;
import io.xenscope.dissect.memory.MemoryListener;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.LongPredicate;

/**
 * Brings the page records of a compressed round and the PFNs of its lists together and makes the changes. Lists and
 * records may come in any order and number: PFNs wait for their records and records for their PFNs in queues that spill
 * into files.
 */
final class CompressedRound implements CompressedPages, Closeable {

    private static final int PAGE = MemoryListener.PAGE;

    /** An operation in the queue: kind, offset in the page and length in one word; a run's octets follow. */
    private static final long RUN = 0;

    private static final long COMPLETE = 1;
    private static final long FAILED = 2;

    private final ReceiverMemory memory;
    private final LongPredicate counts;

    /** PFNs in the order of the lists, and how many of them complete batches have named. */
    private final OctetQueue pfns = new OctetQueue();

    private long announced;
    private long listed;

    /** Operations on pages that no complete batch has named yet, and the page the first of them is for. */
    private final OctetQueue early = new OctetQueue();

    private long earlyPage;

    /** The page whose record is under way, once something in it changed. */
    private final byte[] content = new byte[PAGE];

    private final byte[] octets = new byte[PAGE];
    private long pfn = -1;
    private boolean changed;

    /** @param counts tells whether what ends before an offset counts */
    CompressedRound(ReceiverMemory memory, LongPredicate counts) {
        this.memory = memory;
        this.counts = counts;
    }

    @Override
    public void roundBegins() {
        pfns.clear();
        early.clear();
        announced = 0;
        listed = 0;
        pfn = -1;
        changed = false;
    }

    @Override
    public void entry(long page, long pfnOfPage) {
        pfns.put(pfnOfPage);
        announced = page + 1;
    }

    /** The batch whose entries came last ends before {@code offset}. */
    void batchComplete(long offset) {
        listed = announced;
        while (!early.isEmpty() && earlyPage < listed) {
            replay(offset);
        }
    }

    private void replay(long offset) {
        long operation = early.takeLong();
        int kind = (int) (operation >>> 32);
        int at = (int) operation >>> 16;
        int length = (int) operation & 0xffff;
        if (kind == RUN) {
            early.take(octets, 0, length);
            change(at, octets, 0, length);
        } else {
            end(kind == COMPLETE, offset);
            earlyPage++;
        }
    }

    private void enqueue(long page, long kind, int at, byte[] from, int index, int length) {
        if (early.isEmpty()) {
            earlyPage = page;
        }
        early.put(kind << 32 | (long) at << 16 | length);
        early.put(from, index, length);
    }

    @Override
    public void full(long page, byte[] from, int index) {
        run(page, 0, from, index, PAGE);
    }

    @Override
    public void run(long page, int at, byte[] from, int index, int length) {
        if (page < listed) {
            change(at, from, index, length);
        } else {
            enqueue(page, RUN, at, from, index, length);
        }
    }

    @Override
    public void complete(long page, long offset) {
        ends(page, true, offset);
    }

    @Override
    public void failed(long page, long offset) {
        ends(page, false, offset);
    }

    private void ends(long page, boolean complete, long offset) {
        if (page < listed) {
            end(complete, offset);
        } else {
            enqueue(page, complete ? COMPLETE : FAILED, 0, octets, 0, 0);
        }
    }

    private void change(int at, byte[] from, int index, int length) {
        if (!changed) {
            changed = true;
            pfn = pfns.takeLong();
            if (length < PAGE && pfn >= 0) {
                memory.read(pfn, content);
            }
        }
        System.arraycopy(from, index, content, at, length);
    }

    /** The record is over. A complete one that changes nothing makes a receiver that has no such page take one. */
    private void end(boolean complete, long offset) {
        if (!changed) {
            pfn = pfns.takeLong();
            if (complete && pfn >= 0 && !memory.holds(pfn)) {
                memory.read(pfn, content);
                changed = true;
            }
        }
        if (changed && pfn >= 0 && counts.test(offset)) {
            memory.put(pfn, content, 0);
        }
        changed = false;
    }

    @Override
    public void close() throws IOException {
        pfns.close();
        early.close();
    }
}
