package io.xenscope.dissect.finding;

import static io.xenscope.dissect.finding.FindingCase.error;
import static io.xenscope.dissect.finding.FindingCase.file;
import static io.xenscope.dissect.finding.FindingCase.hashed;
import static io.xenscope.dissect.finding.FindingCase.note;
import static io.xenscope.dissect.finding.FindingCase.warn;
import static io.xenscope.dissect.test.Guests.PV_PAGES;
import static io.xenscope.dissect.test.Guests.TSC;
import static io.xenscope.dissect.test.Octets.insert;
import static io.xenscope.dissect.test.Octets.replace;
import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.test.Decoded;
import io.xenscope.dissect.test.Decoded.Finding;
import io.xenscope.dissect.test.Guests;
import io.xenscope.samples.grammar.PageEntry;
import io.xenscope.samples.grammar.PageSource;
import io.xenscope.samples.grammar.PageType;
import io.xenscope.samples.grammar.StreamBody;
import io.xenscope.samples.grammar.StreamWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the contents of pages tell (specification 8.4: PGD-020 and PGD-021). The guest of 64 bits ends at PFN 0x1ff. */
class PageContentFindingsTest extends FindingTable {

    private static final long PRESENT = 0x8000_0000_0000_0067L;

    /** Where the pages of a batch with two entries begin. */
    private static final int OF_TWO = PV_PAGES + 32;

    /** Where the record behind VERIFY begins. */
    private static final int VERIFIED = TSC + 8;

    @Override
    List<FindingCase> cases() {
        return List.of(
                file(
                        "first entry beyond the end",
                        tables(PageType.L1, 0, PRESENT | 0x200L << 12),
                        error(FindingCode.PGD_020, OF_TWO + 4096)),
                file(
                        "last entry, top bit of the PFN",
                        tables(PageType.L4_PINNED, 511, PRESENT | 1L << 51),
                        error(FindingCode.PGD_020, OF_TWO + 2 * 4096 - 8)),
                file("last PFN of the guest", tables(PageType.L1, 7, PRESENT | 0x1ffL << 12)),
                file("not present", tables(PageType.L1, 7, 0x200L << 12)),
                file("flags above the PFN", tables(PageType.L2, 7, PRESENT | 0x7ffL << 52)),
                file("no table", tables(PageType.NOTAB, 0, PRESENT | 0x200L << 12)),
                file(
                        "two tables, a hole before them",
                        pv(w -> w.libxc()
                                .pageData(
                                        (pfn, nibble, into, at) -> page(into, at, 1, PRESENT | 0x300L << 12),
                                        PageEntry.of(0x10, PageType.NOTAB),
                                        PageEntry.of(0x11, PageType.XTAB),
                                        PageEntry.of(0x12, PageType.L2),
                                        PageEntry.of(0x13, PageType.L3))),
                        error(FindingCode.PGD_020, PV_PAGES + 48 + 4096 + 8)),
                file(
                        "no end known",
                        replace(tables(PageType.L1, 0, PRESENT | 0x200L << 12), Guests.PV_P2M, PV_PAGES, new byte[0])),
                hashed(
                        "changed in verify mode",
                        verified(3, 0, 1, 2),
                        warn(FindingCode.PGD_021, VERIFIED + 16 + 3 * 8),
                        note(FindingCode.LXC_021, TSC)),
                hashed("unchanged in verify mode", verified(0x90, 0), note(FindingCode.LXC_021, TSC)),
                hashed("first sent in verify mode", verified(3, 1), note(FindingCode.LXC_021, TSC)),
                hashed("changed before", insert(Guests.hvm(), TSC, StreamWriter.octets(w -> filled(w, 3, 0)))),
                file("changed in verify mode, nobody hashes", verified(3, 0), note(FindingCode.LXC_021, TSC)));
    }

    /** What was sent last is not known once pages were lost. */
    @Test
    void lostPagesAreNotTakenForChanged() {
        byte[] changed = verified(3, 0);
        Decoded decoded = Decoded.hashedWithHole(changed, Guests.PAGES + 100, Guests.PAGES + 200);
        assertThat(decoded.findings()).extracting(Finding::code).doesNotContain("PGD-021");
    }

    @Test
    void damagedTablesAreNotLookedInto() {
        byte[] table = tables(PageType.L1, 0, PRESENT | 0x200L << 12);
        Decoded damaged = Decoded.fileWithHole(table, OF_TWO + 5000, OF_TWO + 5001);
        assertThat(damaged.findings()).extracting(Finding::code).doesNotContain("PGD-020");
        Decoded besides = Decoded.fileWithHole(table, OF_TWO + 100, OF_TWO + 200);
        assertThat(besides.findings()).extracting(Finding::code).contains("PGD-020");
    }

    /** An ordinary page and one of {@code type}, both with this entry. */
    private static byte[] tables(PageType type, int slot, long entry) {
        return pv(w -> w.libxc()
                .pageData(
                        (pfn, nibble, into, at) -> page(into, at, slot, entry),
                        PageEntry.of(0x10, PageType.NOTAB),
                        PageEntry.of(0x11, type)));
    }

    private static void page(byte[] into, int at, int slot, long entry) {
        Arrays.fill(into, at, at + PageSource.PAGE_SIZE, (byte) 0);
        ByteBuffer.wrap(into).order(ByteOrder.LITTLE_ENDIAN).putLong(at + slot * 8, entry);
    }

    private static byte[] pv(StreamBody pages) {
        return replace(Guests.pv(), PV_PAGES, Guests.PV_TSC, StreamWriter.octets(pages));
    }

    /** VERIFY behind the only pass, which sent PFN 0 full of 0x90, and these pages. */
    private static byte[] verified(int octet, long... pfns) {
        return insert(Guests.hvm(), TSC, StreamWriter.octets(w -> {
            w.libxc().verify();
            filled(w, octet, pfns);
        }));
    }

    private static void filled(StreamWriter w, int octet, long... pfns) throws IOException {
        PageEntry[] entries = Arrays.stream(pfns)
                .mapToObj(pfn -> PageEntry.of(pfn, PageType.NOTAB))
                .toArray(PageEntry[]::new);
        w.libxc().pageData(PageSource.filledWith(octet), entries);
    }
}
