package io.xenscope.dissect.finding;

import static io.xenscope.dissect.finding.FindingCase.error;
import static io.xenscope.dissect.finding.FindingCase.file;
import static io.xenscope.dissect.finding.FindingCase.note;
import static io.xenscope.dissect.finding.FindingCase.warn;
import static io.xenscope.dissect.test.Guests.PAGES;
import static io.xenscope.dissect.test.Guests.PV_END;
import static io.xenscope.dissect.test.Guests.PV_PAGES;
import static io.xenscope.dissect.test.Guests.STATIC_END;
import static io.xenscope.dissect.test.Guests.TSC;
import static io.xenscope.dissect.test.Octets.insert;
import static io.xenscope.dissect.test.Octets.patch;
import static io.xenscope.dissect.test.Octets.replace;
import static io.xenscope.dissect.test.Octets.without;

import io.xenscope.dissect.test.Guests;
import io.xenscope.samples.grammar.PageBatch;
import io.xenscope.samples.grammar.PageEntry;
import io.xenscope.samples.grammar.PageSource;
import io.xenscope.samples.grammar.PageType;
import io.xenscope.samples.grammar.RawRecord;
import io.xenscope.samples.grammar.StreamBody;
import io.xenscope.samples.grammar.StreamWriter;
import java.util.List;

/** PAGE_DATA (specification 8.4, PGD): count at 8, reserved at 12, entries from 16 on. */
class PageDataFindingsTest extends FindingTable {

    private static final byte[] SOUND = Guests.hvm();

    /** The HVM image with this in place of its PAGE_DATA record. */
    private static byte[] with(StreamBody records) {
        return replace(SOUND, PAGES, TSC, StreamWriter.octets(records));
    }

    private static byte[] entries(PageEntry... entries) {
        return with(w -> Guests.entries(w, entries));
    }

    private static PageEntry page(long pfn) {
        return PageEntry.of(pfn, PageType.NOTAB);
    }

    @Override
    List<FindingCase> cases() {
        return List.of(
                file("sound", SOUND),
                file("four octets", with(w -> w.libxc().record(1, new byte[4])), error(FindingCode.PGD_001, PAGES + 4)),
                file(
                        "no entries",
                        with(w -> w.libxc().pageData(PageSource.ZEROES)),
                        error(FindingCode.PGD_002, PAGES + 8)),
                file(
                        "two entries announced, room for one",
                        with(w -> w.libxc().record(1, new byte[] {2, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0})),
                        error(FindingCode.PGD_003, PAGES + 8)),
                file(
                        "octets behind the last page",
                        with(w -> w.libxc().record(RawRecord.of(1, pageAndMore(8)))),
                        error(FindingCode.PGD_004, PAGES + 4)),
                file(
                        "page missing",
                        with(w -> w.libxc().record(1, new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0})),
                        error(FindingCode.PGD_004, PAGES + 4)),
                file("type 5", entries(page(1), new PageEntry(2, 5)), error(FindingCode.PGD_005, PAGES + 24)),
                file("type 8", entries(page(1), new PageEntry(2, 8)), error(FindingCode.PGD_005, PAGES + 24)),
                file("bit 52", entries(page(1L << 52)), warn(FindingCode.PGD_006, PAGES + 16)),
                file("bit 59", entries(page(1L << 59)), warn(FindingCode.PGD_006, PAGES + 16)),
                file("reserved word", patch(SOUND, PAGES + 12, 1), warn(FindingCode.PGD_007, PAGES + 12)),
                file(
                        "PFN of a PV guest beyond its end",
                        pvPages(0x10, 0x200),
                        error(FindingCode.PGD_008, PV_PAGES + 24)),
                file("last PFN of a PV guest", pvPages(0x10, 0x1ff)),
                file("PFN over 2^36", entries(page((1L << 36) + 1)), warn(FindingCode.PGD_009, PAGES + 16)),
                file("PFN 2^36", entries(page(1L << 36))),
                file(
                        "1025 entries",
                        with(w -> w.libxc().pageData(PageSource.ZEROES, oneOf(1025))),
                        note(FindingCode.PGD_010, PAGES + 8)),
                file("1024 entries", with(w -> w.libxc().pageData(PageSource.ZEROES, oneOf(1024)))),
                file(
                        "PFN repeated",
                        entries(page(5), page(6), page(5)),
                        warn(FindingCode.PGD_011, PAGES + 16),
                        note(FindingCode.PGD_012, PAGES + 16)),
                file("PFN descending", entries(page(6), page(5)), note(FindingCode.PGD_012, PAGES + 16)),
                file("PFN ascending with a hole", entries(page(5), page(7))),
                file(
                        "page table of an HVM guest",
                        entries(page(1), PageEntry.of(2, PageType.L1)),
                        warn(FindingCode.PGD_013, PAGES + 24)),
                file(
                        "pinned page table of an HVM guest",
                        entries(PageEntry.of(2, PageType.L4_PINNED)),
                        warn(FindingCode.PGD_013, PAGES + 16)),
                file(
                        "BROKEN",
                        entries(page(1), PageEntry.of(2, PageType.BROKEN)),
                        warn(FindingCode.PGD_014, PAGES + 16)),
                file(
                        "XALLOC",
                        entries(page(1), PageEntry.of(2, PageType.XALLOC)),
                        note(FindingCode.PGD_015, PAGES + 16)),
                file("XTAB only", entries(PageEntry.of(1, PageType.XTAB)), note(FindingCode.PGD_016, PAGES + 16)),
                file("XTAB beside a page", entries(page(0), PageEntry.of(1, PageType.XTAB))),
                file(
                        "before STATIC_DATA_END",
                        without(SOUND, STATIC_END, PAGES),
                        error(FindingCode.PGD_017, STATIC_END)),
                file("version 2 without STATIC_DATA_END", Guests.hvm2(w -> {}), note(FindingCode.PGD_018, 40)),
                file("P2M frame never sent", pvPages(0x11), error(FindingCode.PGD_019, PV_END)),
                file(
                        "P2M frame sent as a hole",
                        replacePv(w -> Guests.entries(w, PageEntry.of(0x10, PageType.XTAB), page(0x11))),
                        error(FindingCode.PGD_019, PV_END + 8)),
                file(
                        "sent, then absent in the final pass",
                        with(w -> {
                            Guests.pages(w, 0);
                            Guests.entries(w, PageEntry.of(0, PageType.XTAB), page(1));
                        }),
                        note(FindingCode.PGD_022, TSC + 4128)),
                file("sent, then absent in a live pass", with(w -> {
                    Guests.pages(w, 0);
                    Guests.entries(w, PageEntry.of(0, PageType.XTAB), page(1));
                    Guests.pages(w, 0);
                })),
                file("resent", insert(SOUND, TSC, StreamWriter.octets(w -> Guests.pages(w, 0)))));
    }

    /** One entry, its page, and more octets. */
    private static byte[] pageAndMore(int more) {
        return patch(new byte[16 + 4096 + more], 0, 1);
    }

    /** Entries 0, 1, 2 … of which only the first has a page. */
    private static PageBatch oneOf(int count) {
        PageBatch batch = PageBatch.of(page(0));
        for (int pfn = 1; pfn < count; pfn++) {
            batch.add(pfn, PageType.XTAB.nibble());
        }
        return batch;
    }

    private static byte[] pvPages(long... pfns) {
        return replacePv(w -> Guests.pages(w, pfns));
    }

    private static byte[] replacePv(StreamBody pages) {
        return replace(Guests.pv(), PV_PAGES, Guests.PV_TSC, StreamWriter.octets(pages));
    }
}
