package io.xenscope.dissect.libxc;

import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.engine.PieceConsumer;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.BatchInfo.PfnRange;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.PageCutter;
import io.xenscope.dissect.fields.PageScan;
import io.xenscope.dissect.fields.RecordBody;
import io.xenscope.dissect.fields.Words;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.memory.MemoryListener;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.PageBatch;
import io.xenscope.dissect.pv.TablePages;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * PAGE_DATA (0x01): guest pages (modern-stream specification 4.5).
 *
 * <pre>
 *  0       4       8               8+8C                      8+8C+4096N
 *  +-------+-------+------ … ------+----------- … -----------+
 *  |count C|  res  | C entries     | contents of the N pages |
 *  +-------+-------+------ … ------+----------- … -----------+
 * </pre>
 *
 * The body passes by in pieces and is never kept: entries are summed up, pages scanned.
 */
final class PageData implements RecordBody {

    static final RecordType TYPE = new RecordType(0x01, "PAGE_DATA", RecordType.Guests.ALL, 6, PageData::new);

    private static final int PREFIX = 8;
    private static final long SENDERS_MOST = 1024;

    private final ImageState image;
    private final long offset;
    private final long length;
    private final byte[] prefix = new byte[PREFIX];
    private final Words words;
    private final BatchEntries entries;
    private final @Nullable PageScan scan;
    private final @Nullable UnchangedPages unchanged;
    private final @Nullable PageCutter contents;
    private final @Nullable TablePages tables;

    /** Looks for the start_info page of a PV guest; null until the pages begin, or when nobody wants to know. */
    private @Nullable PieceConsumer startInfo;

    private final boolean wantsStartInfo;

    /** Kept only when somebody asks which page belongs to which PFN. */
    private final @Nullable DataPfns pfns;

    private long position;
    private int prefixSeen;
    private boolean prefixBroken;
    private long entriesEnd = PREFIX;
    private long pagesEnd;
    private @Nullable PageBatch batch;

    private PageData(ImageState image, long offset, long length) {
        this.image = image;
        this.offset = offset;
        this.length = length;
        this.words = new Words(Long.BYTES, image.order == ByteOrder.BIG_ENDIAN, this::entry);
        this.entries = new BatchEntries(image, offset + PREFIX, length / PageScan.PAGE);
        DissectOptions options = image.migration().options();
        // Asked once: the answers may change from one moment to the next.
        boolean analysing = options.pageAnalysis();
        boolean hashing = options.hashPages();
        MemoryListener memory = options.memory();
        DataPfns known = new DataPfns(length / PageScan.PAGE);
        this.wantsStartInfo = image.pv && image.looksInside() && analysing;
        this.pfns = hashing || memory != null || wantsStartInfo ? known : null;
        this.unchanged = hashing ? new UnchangedPages(image, known) : null;
        this.contents = memory == null ? null : cutter(memory, known);
        this.scan = analysing || hashing ? new PageScan(unchanged) : null;
        Long endPfn = image.pv && analysing ? image.knowledge().pvEndPfn : null;
        this.tables = endPfn == null ? null : new TablePages(endPfn);
        image.pagesUnhashed |= unchanged == null;
        if (!wantsStartInfo) {
            image.startInfo.forgetAll();
        }
    }

    private static PageCutter cutter(MemoryListener memory, DataPfns pfns) {
        return new PageCutter((page, octets, index) -> {
            long pfn = pfns.pfn(page);
            if (pfn >= 0) {
                memory.page(pfn, octets, index);
            }
        });
    }

    @Override
    public void octets(byte[] octets, int index, int count) {
        int at = index;
        int end = index + count;
        while (at < end) {
            long room = sectionEnd() - position;
            int taken = (int) Math.min(room, end - at);
            take(octets, at, taken);
            at += taken;
            position += taken;
            if (position == entriesEnd && !words.isBroken()) {
                pagesEnd = Math.min(pagesEnd, entriesEnd + PageScan.PAGE * entries.pages());
            }
        }
    }

    @Override
    public int glance(ByteBuffer octets, int index, int length) {
        boolean inPages = prefixSeen == PREFIX && position >= entriesEnd && position < pagesEnd;
        if (!inPages || contents != null || tables != null || startInfo != null) {
            return 0;
        }
        int most = (int) Math.min(pagesEnd - position, length);
        int taken = scan == null ? most : scan.glance(octets, index, most);
        position += taken;
        return taken;
    }

    /** Where prefix, entries, pages or surplus end, whichever the position is in. */
    private long sectionEnd() {
        if (position < PREFIX) {
            return PREFIX;
        }
        return position < entriesEnd ? entriesEnd : position < pagesEnd ? pagesEnd : Long.MAX_VALUE;
    }

    private void take(byte[] octets, int at, int taken) {
        if (position < PREFIX) {
            System.arraycopy(octets, at, prefix, prefixSeen, taken);
            prefixSeen += taken;
            if (prefixSeen == PREFIX) {
                layOut(head().u32(0));
            }
        } else if (position < entriesEnd) {
            words.octets(octets, at, taken);
        } else if (position < pagesEnd) {
            if (scan != null) {
                scan.octets(octets, at, taken);
            }
            if (contents != null && !words.isBroken()) {
                contents.octets(octets, at, taken);
            }
            if (tables != null && !words.isBroken()) {
                tables.octets(octets, at, taken);
            }
            if (startInfo != null && !words.isBroken()) {
                startInfo.octets(octets, at, taken);
            }
        }
    }

    private void entry(long entry) {
        entries.add(entry);
        if (pfns != null) {
            pfns.entry(entry);
        }
        int nibble = (int) (entry >>> BatchEntries.TYPE_SHIFT);
        if (tables != null && PageTypeNibble.carriesData(nibble) && entries.pages() <= length / PageScan.PAGE) {
            tables.page(PageTypeNibble.isPageTable(nibble), entry & BatchEntries.PFN);
        }
    }

    /** Entries may not reach beyond the body, whatever the count says; pages are whole. */
    private void layOut(long count) {
        long most = (length - PREFIX) / 8;
        entriesEnd = PREFIX + 8 * Math.min(count, most);
        pagesEnd = length - (length - entriesEnd) % PageScan.PAGE;
        DataPfns known = pfns;
        if (wantsStartInfo && known != null) {
            startInfo = image.startInfo.batch(offset + entriesEnd, known::pfn);
        }
    }

    @Override
    public void missing(long count) {
        long left = count;
        image.pagesUnhashed = true;
        if (prefixBroken || position < Math.max(PREFIX, entriesEnd)) {
            image.namedPages.lost();
        }
        while (left > 0) {
            if (position < PREFIX) {
                prefixBroken = true;
            }
            long taken = prefixBroken ? left : Math.min(sectionEnd() - position, left);
            if (!prefixBroken && position < entriesEnd) {
                words.missing(taken);
            } else if (!prefixBroken && position < pagesEnd) {
                if (scan != null) {
                    scan.missing(taken);
                }
                if (contents != null) {
                    contents.missing(taken);
                }
                if (tables != null) {
                    tables.missing(taken);
                }
                if (startInfo != null) {
                    startInfo.missing(taken);
                }
            }
            position += taken;
            left -= taken;
        }
        if (prefixBroken) {
            // Nothing tells where entries end and pages begin; the rest of the body is passed over.
            entriesEnd = 0;
            pagesEnd = 0;
            position = Math.max(position, PREFIX);
        }
    }

    private Slice head() {
        return new Slice(Arrays.copyOf(prefix, prefixSeen), 0, prefixSeen, offset, 0, image.order);
    }

    @Override
    public Fields finish(Element element) {
        boolean prefixWhole = prefixSeen == PREFIX;
        boolean entriesWhole = prefixWhole && !words.isBroken();
        entries.close();
        checkPlace(element);
        if (length < PREFIX) {
            element.finding(FindingCode.PGD_001, element.start() + 4, 4, "expected at least 8 octets, found " + length);
        } else if (prefixWhole) {
            checkPrefix(head(), entriesWhole, element);
        }
        if (entriesWhole) {
            entries.check(element);
            if (tables != null) {
                tables.check(offset + entriesEnd, element, FindingCode.PGD_020.severity(), "");
            }
            if (unchanged != null) {
                unchanged.check(offset + entriesEnd, element);
            }
        }
        batch = batch(prefixWhole, entriesWhole);
        return new FieldReader(head()).u32("count", 0).u32("reserved", 4).fields();
    }

    private PageBatch batch(boolean prefixWhole, boolean entriesWhole) {
        PageBatch.Entries seen = entriesWhole ? entries.entries() : null;
        if (seen == null) {
            image.p2mFrames = null;
            image.startInfo.forgetAll();
        } else if (image.p2mFrames != null) {
            for (PfnRange range : seen.dataRanges()) {
                image.p2mFrames.removeRange(range.first(), range.last());
            }
        }
        Long zero = scan == null ? null : Long.valueOf(scan.zeroPages());
        Long count = prefixWhole ? Long.valueOf(head().u32(0)) : null;
        return new PageBatch(
                count,
                seen != null ? Long.valueOf(seen.pages()) : count != null ? pagesByLength(count) : null,
                seen,
                seen == null ? entries.head() : null,
                zero,
                unchanged == null ? null : Long.valueOf(unchanged.count()));
    }

    /** Pages for which the length leaves room behind the entries; null when it fits no number of them. */
    private @Nullable Long pagesByLength(long count) {
        long octets = length - PREFIX - 8 * count;
        boolean fits = octets >= 0 && octets % PageScan.PAGE == 0 && octets / PageScan.PAGE <= count;
        return fits ? octets / PageScan.PAGE : null;
    }

    /** The batch of a finished body. */
    PageBatch batch() {
        PageBatch finished = batch;
        if (finished == null) {
            throw new IllegalStateException("the record has not passed by yet");
        }
        return finished;
    }

    private void checkPlace(Element element) {
        if (!image.staticEnd && image.version >= 3 && !image.pageDataTooEarly) {
            image.pageDataTooEarly = true;
            element.finding(
                    FindingCode.PGD_017, element.start(), 8, "a version 3 image needs STATIC_DATA_END before it");
        }
        if (!image.staticEnd && image.version == 2) {
            image.staticEnd = true;
            if (!image.pv) {
                element.finding(
                        FindingCode.PGD_018,
                        element.start(),
                        8,
                        "receivers from 4.14 on take the static part as ended here");
            }
        }
    }

    private void checkPrefix(Slice in, boolean entriesWhole, Element element) {
        long count = in.u32(0);
        if (in.u32(4) != 0) {
            element.finding(FindingCode.PGD_007, in.offset() + 4, 4, "expected 0, found " + in.u32(4));
        }
        if (count == 0) {
            element.finding(FindingCode.PGD_002, in.offset(), 4, "expected at least one entry");
        } else if (length < PREFIX + 8 * count) {
            element.finding(
                    FindingCode.PGD_003,
                    in.offset(),
                    4,
                    count + " entries need " + (PREFIX + 8 * count) + " octets, the body has " + length);
            return;
        }
        if (count > SENDERS_MOST) {
            element.finding(FindingCode.PGD_010, in.offset(), 4, count + " entries; senders write at most 1024");
        }
        long expected = PREFIX + 8 * count + PageScan.PAGE * entries.pages();
        if (entriesWhole && length != expected) {
            element.finding(
                    FindingCode.PGD_004,
                    element.start() + 4,
                    4,
                    "expected " + expected + " octets for " + count + " entries with " + entries.pages()
                            + " pages, found " + length);
        }
    }
}
