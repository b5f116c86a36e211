package io.xenscope.samples.grammar;

import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * Writes record rows as tab-separated text, one line per header or record:
 *
 * <pre>
 * seq  offset  layer  type  name  length  total  detail
 * 0    0       libxl  -     LIBXL_HEADER  16  16  version=2 options=0x0
 * </pre>
 *
 * Write errors are kept and thrown by {@link #close()}.
 */
public final class TruthTable implements RecordListener, Closeable {
    private final Writer out;
    private final StringBuilder line = new StringBuilder(200);
    private long seq;
    private @Nullable IOException failure;

    /** Writes the header line at once. */
    public TruthTable(Writer out) throws IOException {
        this.out = out;
        out.write("seq\toffset\tlayer\ttype\tname\tlength\ttotal\tdetail\n");
    }

    @Override
    public void written(RecordRow row) {
        line.setLength(0);
        line.append(seq++).append('\t').append(row.offset()).append('\t').append(row.layer());
        line.append('\t').append(row.type() == RecordRow.HEADER ? "-" : String.format("0x%08x", row.type()));
        line.append('\t').append(row.name()).append('\t').append(row.length()).append('\t');
        line.append(row.total()).append('\t').append(row.detail()).append('\n');
        try {
            out.append(line);
        } catch (IOException e) {
            failure = e;
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
        if (failure != null) {
            throw failure;
        }
    }
}
