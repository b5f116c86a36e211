package io.xenscope.samples.grammar;

import static io.xenscope.samples.grammar.PageSource.PAGE_SIZE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Writes PAGE_DATA records page by page, so that a record of 4 MiB never lies in memory. */
final class PageDataWriter {
    private static final int CHUNK_PAGES = 16;

    private final StreamWriter stream;
    private final RecordFraming framing;
    private final byte[] zeroPage = new byte[PAGE_SIZE];
    private final byte[] chunk = new byte[CHUNK_PAGES * PAGE_SIZE];
    private ByteBuffer head;

    PageDataWriter(StreamWriter stream, RecordFraming framing) {
        this.stream = stream;
        this.framing = framing;
        this.head = ByteBuffer.allocate(16 + 8 * PageBatch.LIMIT).order(framing.order());
    }

    void write(PageBatch batch, PageSource source) throws IOException {
        long offset = stream.position();
        writeHead(batch);
        int zeroes = writePages(batch, source);
        if (stream.hasListener()) {
            framing.done(offset, RecordType.PAGE_DATA, "PAGE_DATA", batch.length(), batch.detail(zeroes));
        }
    }

    private void writeHead(PageBatch batch) throws IOException {
        int size = 16 + 8 * batch.count();
        if (head.capacity() < size) {
            head = ByteBuffer.allocate(size).order(framing.order());
        }
        head.clear();
        head.putInt(RecordType.PAGE_DATA).putInt((int) batch.length());
        head.putInt(batch.count()).putInt(0);
        for (int i = 0; i < batch.count(); i++) {
            head.putLong(batch.entry(i));
        }
        stream.raw(head.array(), 0, size);
    }

    private int writePages(PageBatch batch, PageSource source) throws IOException {
        boolean countZeroes = stream.hasListener();
        int zeroes = 0;
        int used = 0;
        for (int i = 0; i < batch.count(); i++) {
            if (!PageType.carriesData(batch.nibble(i))) {
                continue;
            }
            source.fill(batch.pfn(i), batch.nibble(i), chunk, used);
            if (countZeroes && Arrays.equals(chunk, used, used + PAGE_SIZE, zeroPage, 0, PAGE_SIZE)) {
                zeroes++;
            }
            used += PAGE_SIZE;
            if (used == chunk.length) {
                stream.raw(chunk, 0, used);
                used = 0;
            }
        }
        stream.raw(chunk, 0, used);
        return zeroes;
    }
}
