package io.xenscope.bench;

import io.xenscope.dissect.fields.PageScan;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The zero test and the fingerprint of pages that are in the cache. */
@State(Scope.Benchmark)
public class PageBenchmark {

    private static final int PAGES = 64;

    /** {@code late} pages hold one octet that is not zero, their last. */
    @Param({"zero", "late", "random"})
    public String content = "";

    @Param({"false", "true"})
    public boolean hash;

    private final byte[] pages = new byte[PAGES * PageScan.PAGE];
    private long hashes;

    @Setup
    public void fill() {
        if (content.equals("random")) {
            new Random(1).nextBytes(pages);
        } else if (content.equals("late")) {
            for (int page = 1; page <= PAGES; page++) {
                pages[page * PageScan.PAGE - 1] = 1;
            }
        }
    }

    @Benchmark
    public long scan(Work work) {
        PageScan scan = new PageScan(hash ? (page, crc) -> hashes += crc : null);
        scan.octets(pages, 0, pages.length);
        work.octets += pages.length;
        return scan.zeroPages() + hashes;
    }
}
