package io.xenscope.output.memory;

import io.xenscope.dissect.Sha256;
import io.xenscope.dissect.memory.MemoryListener;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.roaringbitmap.longlong.LongIterator;

/** Ways to give guest memory out. */
public final class MemoryForm {

    private static final int PAGE = MemoryListener.PAGE;

    private MemoryForm() {}

    /** Lines {@code PFN TAB sha256}, PFNs decimal and ascending, one for each page held. */
    public static void hashes(GuestMemory memory, OutputStream out) throws IOException {
        MessageDigest sha256 = Sha256.digest();
        byte[] page = new byte[PAGE];
        Writer writer = new OutputStreamWriter(out, StandardCharsets.US_ASCII);
        for (LongIterator pfns = memory.pfns(); pfns.hasNext(); ) {
            long pfn = pfns.next();
            memory.read(pfn, page);
            writer.write(Long.toString(pfn) + '\t' + HexFormat.of().formatHex(sha256.digest(page)) + '\n');
        }
        writer.flush();
    }

    /** Every page at 4096 times its PFN, zero octets between, from PFN 0 to the last one held. */
    public static void raw(GuestMemory memory, OutputStream target) throws IOException {
        OutputStream out = new BufferedOutputStream(target, 1 << 20);
        byte[] page = new byte[PAGE];
        byte[] nothing = new byte[PAGE];
        long next = 0;
        for (LongIterator pfns = memory.pfns(); pfns.hasNext(); next++) {
            long pfn = pfns.next();
            for (; next < pfn; next++) {
                out.write(nothing);
            }
            memory.read(pfn, page);
            out.write(page);
        }
        out.flush();
    }

    /** The same with holes where nothing is held, so that the file takes no more room than the pages. */
    public static void sparse(GuestMemory memory, Path target) throws IOException {
        try (FileChannel file = create(target)) {
            byte[] page = new byte[PAGE];
            for (LongIterator pfns = memory.pfns(); pfns.hasNext(); ) {
                long pfn = pfns.next();
                memory.read(pfn, page);
                write(file, ByteBuffer.wrap(page), pfn * PAGE);
            }
        }
    }

    static FileChannel create(Path target) throws IOException {
        return FileChannel.open(
                target,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE);
    }

    static void write(FileChannel file, ByteBuffer octets, long offset) throws IOException {
        long at = offset;
        while (octets.hasRemaining()) {
            at += file.write(octets, at);
        }
    }
}
