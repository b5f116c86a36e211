package io.xenscope.output.memory;

import io.xenscope.dissect.memory.MemoryListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.roaringbitmap.longlong.LongIterator;

/**
 * Guest memory as an ELF core file: one loadable segment for each run of consecutive PFNs, physical address 4096 times the
 * PFN.
 *
 * <pre>
 *  0         64              64+56·n        page boundary
 *  +---------+---------------+--------------+------- … ------+
 *  | header  | n segments    | section 0    | pages          |
 *  +---------+---------------+--------------+------- … ------+
 * </pre>
 *
 * Section 0 is there only for more than 65534 segments, whose number it then holds (ELF extended numbering).
 */
public final class ElfCore {

    private static final int PAGE = MemoryListener.PAGE;
    private static final int HEADER = 64;
    private static final int SEGMENT = 56;
    private static final int SECTION = 64;
    private static final int EXTENDED = 0xffff;
    private static final short CORE = 4;
    private static final short X86_64 = 62;
    private static final int LOAD = 1;
    private static final int READ_WRITE_EXECUTE = 7;

    private ElfCore() {}

    private record Run(long first, long count) {}

    public static void write(GuestMemory memory, Path target) throws IOException {
        List<Run> runs = runs(memory);
        boolean extended = runs.size() >= EXTENDED;
        long headers = HEADER + (long) SEGMENT * runs.size() + (extended ? SECTION : 0);
        long data = (headers + PAGE - 1) / PAGE * PAGE;
        try (FileChannel file = MemoryForm.create(target)) {
            MemoryForm.write(file, header(runs.size(), extended), 0);
            long at = HEADER;
            long content = data;
            for (Run run : runs) {
                MemoryForm.write(file, segment(run, content), at);
                at += SEGMENT;
                content += run.count() * PAGE;
            }
            if (extended) {
                MemoryForm.write(file, sectionZero(runs.size()), at);
            }
            byte[] page = new byte[PAGE];
            long place = data;
            for (LongIterator pfns = memory.pfns(); pfns.hasNext(); place += PAGE) {
                memory.read(pfns.next(), page);
                MemoryForm.write(file, ByteBuffer.wrap(page), place);
            }
        }
    }

    private static List<Run> runs(GuestMemory memory) {
        List<Run> runs = new ArrayList<>();
        long first = -1;
        long count = 0;
        for (LongIterator pfns = memory.pfns(); pfns.hasNext(); ) {
            long pfn = pfns.next();
            if (first >= 0 && pfn == first + count) {
                count++;
                continue;
            }
            if (first >= 0) {
                runs.add(new Run(first, count));
            }
            first = pfn;
            count = 1;
        }
        if (first >= 0) {
            runs.add(new Run(first, count));
        }
        return runs;
    }

    private static ByteBuffer header(int segments, boolean extended) {
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
        header.putShort(CORE).putShort(X86_64).putInt(1).putLong(0).putLong(HEADER);
        header.putLong(extended ? HEADER + (long) SEGMENT * segments : 0).putInt(0);
        header.putShort((short) HEADER).putShort((short) SEGMENT);
        header.putShort((short) (extended ? EXTENDED : segments));
        header.putShort((short) (extended ? SECTION : 0)).putShort((short) (extended ? 1 : 0));
        return header.putShort((short) 0).flip();
    }

    private static ByteBuffer segment(Run run, long content) {
        long length = run.count() * PAGE;
        ByteBuffer segment = ByteBuffer.allocate(SEGMENT).order(ByteOrder.LITTLE_ENDIAN);
        segment.putInt(LOAD).putInt(READ_WRITE_EXECUTE).putLong(content).putLong(0);
        return segment.putLong(run.first() * PAGE)
                .putLong(length)
                .putLong(length)
                .putLong(PAGE)
                .flip();
    }

    private static ByteBuffer sectionZero(int segments) {
        ByteBuffer section = ByteBuffer.allocate(SECTION).order(ByteOrder.LITTLE_ENDIAN);
        section.putInt(44, segments);
        return section;
    }
}
