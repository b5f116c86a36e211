package io.xenscope.dissect;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.event.BatchInfo;
import io.xenscope.dissect.event.RoundEnd;
import io.xenscope.dissect.test.Decoded;
import io.xenscope.dissect.test.Guests;
import io.xenscope.dissect.test.Octets;
import io.xenscope.samples.grammar.CpuidLeaf;
import io.xenscope.samples.grammar.DomainType;
import io.xenscope.samples.grammar.MsrEntry;
import io.xenscope.samples.grammar.PageBatch;
import io.xenscope.samples.grammar.PageEntry;
import io.xenscope.samples.grammar.PageSource;
import io.xenscope.samples.grammar.StreamBody;
import io.xenscope.samples.grammar.StreamWriter;
import io.xenscope.samples.grammar.TscInfo;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The passes over memory (specification 5.3). A batch of n holes takes 16 + 8·n octets; a full one 8208. */
class RoundsTest {

    private static final int FULL = 1024;

    /** An HVM image with this memory. */
    private static Decoded image(StreamBody memory) {
        return Decoded.file(octets(memory));
    }

    private static byte[] octets(StreamBody memory) {
        return StreamWriter.octets(w -> {
            Guests.hvmStatics(w);
            memory.write(w);
            Guests.hvmState(w);
            w.libxc().end();
        });
    }

    /** A batch of holes, as cheap as a batch can be. */
    private static void holes(StreamWriter w, long first, int count) throws IOException {
        PageBatch batch = new PageBatch();
        for (int i = 0; i < count; i++) {
            batch.add(first + i, 0xf);
        }
        w.libxc().pageData(PageSource.ZEROES, batch);
    }

    @Test
    void rule1ShortBatchEndsItsPass() {
        Decoded decoded = image(w -> {
            holes(w, 0, FULL);
            holes(w, 1024, 10);
            holes(w, 2000, 10);
        });
        assertThat(decoded.rounds())
                .containsExactly("0 live certain pages=0 104 8304", "1 final certain pages=0 8408 96");
        assertThat(decoded.batches()).extracting(batch -> batch.round()).containsExactly(0L, 0L, 1L);
        assertThat(decoded.end().migration().p2mSize()).isEqualTo(1034);
        assertThat(decoded.end().migration().mode()).isEqualTo("live");
    }

    @Test
    void rule2LowerPfnBeginsAPass() {
        Decoded decoded = image(w -> {
            holes(w, 0, FULL);
            holes(w, 1023, FULL);
        });
        assertThat(decoded.rounds())
                .containsExactly("0 live certain pages=0 104 8208", "1 final certain pages=0 8312 8208");
    }

    @Test
    void rule3OtherRecordEndsAPass() {
        Decoded decoded = image(w -> holes(w, 0, FULL));
        assertThat(decoded.rounds()).containsExactly("0 final certain pages=0 104 8208");
        assertThat(decoded.sequence()).containsSubsequence("PAGE_DATA", "round", "X86_TSC_INFO");
    }

    @Test
    void rule4FullBatchBeforeAHigherPfnHidesABoundary() {
        Decoded decoded = image(w -> {
            holes(w, 0, FULL);
            holes(w, 10, FULL);
            holes(w, 2000, 5);
        });
        assertThat(decoded.rounds()).hasSize(2);
        assertThat(decoded.batches()).extracting(batch -> batch.round()).containsExactly(0L, 1L, 1L);
    }

    @Test
    void rule5EmptyPassesAreInvisible() {
        assertThat(image(w -> {}).rounds()).isEmpty();
    }

    @Test
    void rule6ConvertedBatchesAreArbitrary() {
        Decoded decoded = Decoded.file(converted(w -> {
            holes(w, 0, 3);
            holes(w, 3, 3);
            w.libxc().pageData(PageSource.ZEROES);
            holes(w, 6, 3);
            holes(w, 1, 2);
        }));
        assertThat(decoded.rounds())
                .containsExactly("0 live inferred pages=0 104 136", "1 final inferred pages=0 240 32");
        assertThat(decoded.codes()).containsOnlyOnce("PGD-002");
    }

    @Test
    void rule7FirstPassIsNeverMerged() {
        Decoded decoded = image(w -> {
            holes(w, 0, FULL);
            holes(w, 1024, FULL);
            holes(w, 5, 7);
        });
        assertThat(decoded.rounds())
                .containsExactly("0 live certain pages=0 104 16416", "1 final certain pages=0 16520 72");
        assertThat(decoded.end().migration().p2mSize()).isEqualTo(2048);
    }

    @Test
    void rule8EndOfStreamLeavesAPassLive() {
        byte[] whole = StreamWriter.octets(w -> {
            Guests.hvmStatics(w);
            holes(w, 0, 3);
        });
        assertThat(Decoded.file(whole).rounds()).containsExactly("0 live inferred pages=0 104 40");
    }

    @Test
    void rule8VerifyPass() {
        Decoded decoded = image(w -> {
            holes(w, 0, 3);
            holes(w, 1, 1);
            w.libxc().verify();
            holes(w, 0, 3);
        });
        assertThat(decoded.rounds())
                .containsExactly(
                        "0 live certain pages=0 104 40",
                        "1 final certain pages=0 144 24",
                        "2 verify certain pages=0 176 40");
    }

    @Test
    void pagesAreCountedPerPass() {
        Decoded decoded = image(w -> {
            Guests.pages(w, 0, 1, 2);
            w.libxc().pageData(PageSource.ZEROES, PageBatch.of(new PageEntry(1, 0)));
        });
        assertThat(decoded.rounds())
                .containsExactly("0 live certain pages=3 104 12328", "1 final certain pages=1 12432 4120");
        var last = decoded.batches().get(1);
        assertThat(last.resentPages()).isEqualTo(1);
        assertThat(last.zeroPages()).isEqualTo(1);
        var totals = decoded.end().totals();
        assertThat(totals.pages()).isEqualTo(4);
        assertThat(totals.distinctPfns()).isEqualTo(3);
        assertThat(totals.resentPages()).isEqualTo(1);
        assertThat(totals.zeroPages()).isEqualTo(1);
        assertThat(totals.byType().get("PAGE_DATA").bytes()).isEqualTo(12328 + 4120);
    }

    /** A sum of what was looked at alone would be too small. */
    @Test
    void zeroPagesAreNotAddedUpWhereABatchWasNotLookedAt() {
        byte[] octets = octets(w -> {
            zeroes(w, 0);
            zeroes(w, 1);
            w.libxc().verify();
            zeroes(w, 0);
        });
        long[] asked = {0};
        // Of the three batches the second is left alone, each time the stream is decoded.
        Decoded decoded = Decoded.file(octets, DissectOptions.DEFAULT.attentiveWhile(() -> asked[0]++ % 3 != 1));
        assertThat(decoded.batches()).extracting(BatchInfo::zeroPages).containsExactly(1L, null, 1L);
        assertThat(decoded.events())
                .filteredOn(event -> event.body() instanceof RoundEnd)
                .extracting(event -> ((RoundEnd) event.body()).zeroPages())
                .containsExactly(1L, null, 1L);
        assertThat(decoded.end().totals().zeroPages()).isNull();
    }

    private static void zeroes(StreamWriter w, long pfn) throws IOException {
        w.libxc().pageData(PageSource.ZEROES, PageBatch.of(new PageEntry(pfn, 0)));
    }

    @Test
    void tscInfoBetweenConvertedBatchesEndsNoPass() {
        Decoded decoded = Decoded.file(converted(w -> {
            holes(w, 0, 3);
            w.libxc().tscInfo(new TscInfo(0, 1, 1, 1));
            holes(w, 3, 3);
        }));
        assertThat(decoded.rounds()).containsExactly("0 final inferred pages=0 104 112");
    }

    /** Converter output (specification 4.10): VCPU records before SHARED_INFO, no policies, Xen 0. */
    @Test
    void convertedPvImage() {
        Decoded decoded = Decoded.file(StreamWriter.octets(w -> {
            w.libxc().imageHeader(3);
            w.libxc().domainHeader(DomainType.PV, 0, 1);
            w.libxc().pv().info(8);
            w.libxc().staticDataEnd();
            w.libxc().pv().p2mFrames(0L, 511L, 0x10L);
            Guests.pages(w, 0x10);
            Guests.tsc(w);
            w.libxc().pv().vcpuBasic(0, 8);
            w.libxc().pv().sharedInfo(8, 512);
            w.libxc().end();
        }));
        assertThat(decoded.codes()).containsExactly("LXC-012");
        assertThat(decoded.outcome()).isEqualTo("complete: END reached");
        assertThat(decoded.end().migration().xenVersion()).isNull();
    }

    private static byte[] converted(StreamBody memory) {
        byte[] image = StreamWriter.octets(w -> {
            w.libxc().imageHeader(3);
            w.libxc().domainHeader(DomainType.HVM, 0, 1);
            w.libxc().cpuidPolicy(new CpuidLeaf(0, 0, 0, 0, 0, 0));
            w.libxc().msrPolicy(new MsrEntry(0, 0));
            w.libxc().staticDataEnd();
            memory.write(w);
        });
        return Octets.join(image, StreamWriter.octets(w -> {
            Guests.hvmState(w);
            w.libxc().end();
        }));
    }
}
