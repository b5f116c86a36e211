package io.xenscope.samples.scenario;

import io.xenscope.samples.grammar.LibxcWriter;
import io.xenscope.samples.grammar.PageBatch;
import java.io.IOException;

/** Writes passes over guest memory as batches of at most 1024 entries (sections 4.5 and 5.3). */
final class MemoryPass {
    private final LibxcWriter libxc;
    private final GuestMap map;
    private final PageContents contents;
    private final boolean skipHoles;
    private final PageBatch batch = new PageBatch();

    /** @param skipHoles leave XTAB entries out, as the converter does, which can make a batch empty */
    MemoryPass(LibxcWriter libxc, GuestMap map, PageContents contents, boolean skipHoles) {
        this.libxc = libxc;
        this.map = map;
        this.contents = contents;
        this.skipHoles = skipHoles;
    }

    /** Every PFN once. */
    void full(boolean running) throws IOException {
        write(PfnCursor.all(map.size()), running);
    }

    /** The given PFNs; writes nothing when there are none. */
    void write(PfnCursor pfns, boolean running) throws IOException {
        contents.nextGeneration();
        int index = 0;
        int listed = 0;
        for (long pfn = pfns.next(); pfn != PfnCursor.NONE; pfn = pfns.next()) {
            if (listed == PageBatch.LIMIT) {
                flush();
                listed = 0;
            }
            while (pfn >= map.regions().get(index).end()) {
                index++;
            }
            RegionKind kind = map.regions().get(index).kind();
            listed++;
            if (!(skipHoles && kind == RegionKind.HOLE)) {
                batch.add(pfn, kind.type(running).nibble());
            }
        }
        if (listed > 0) {
            flush();
        }
    }

    private void flush() throws IOException {
        libxc.pageData(contents, batch);
        batch.clear();
    }
}
