package io.xenscope.dissect.hvm;

import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.DissectOptions.Depth;
import io.xenscope.dissect.engine.PieceConsumer;
import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.Digest;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.Kept;
import io.xenscope.dissect.fields.OpaqueBody;
import io.xenscope.dissect.fields.SeenOctets;
import io.xenscope.dissect.layout.LayoutReader;
import io.xenscope.dissect.layout.LayoutView;
import io.xenscope.dissect.layout.SaveRecordTable;
import io.xenscope.dissect.layout.Tables;
import io.xenscope.dissect.layout.Xstate;
import io.xenscope.dissect.migration.Element;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks the save records of an HVM guest while they pass (payload specification A.1). One payload is kept at a time, and
 * only where it is to be looked into.
 *
 * <pre>
 *  0   2   4       8
 *  +---+---+-------+-- … --+
 *  |typ|ins|length | data  |   repeated, up to a record of type 0
 *  +---+---+-------+-- … --+
 * </pre>
 */
public final class SaveRecords implements PieceConsumer {

    static final int DESCRIPTOR = 8;

    private static final int END = 0;
    private static final int HEADER = 1;
    private static final int IOAPIC = 4;
    private static final int MAGIC_OCTETS = 4;
    private static final long MAGIC = 0x5438_1286L;

    private static final long RECORD_MEMORY = 1 << 12;

    private final long offset;
    private final DissectOptions options;
    private final int release;
    private final LayoutReader reader;
    private final ContextFindings findings;
    private final Digest digest = new Digest();
    private final byte[] header = new byte[DESCRIPTOR];
    private final List<Value> records = new ArrayList<>();
    private int headerSeen;
    private long position;
    private long dataLeft;
    private long recordsEnd;
    private @Nullable SaveRecord current;
    private int total;
    private @Nullable Kept cut;
    private boolean ended;
    private boolean framingLost;
    private boolean lossless = true;
    private boolean ioapic;
    private boolean headerFirst;
    private boolean magicRight;

    /** A record whose payload is passing. */
    private record SaveRecord(Slice descriptor, long length, Kept payload) {}

    /**
     * @param offset where the first record begins
     * @param release of the sender
     * @param xstate what the stream told of XSAVE areas
     * @param findings what the records are judged by; it judges nothing where only the framing is wanted
     */
    public SaveRecords(long offset, DissectOptions options, int release, Xstate xstate, ContextFindings findings) {
        this.offset = offset;
        this.options = options;
        this.release = release;
        this.findings = findings;
        this.reader = new LayoutReader(options.depth() == Depth.BITS, options.limits(), release, xstate);
    }

    @Override
    public void octets(byte[] octets, int index, int length) {
        digest.octets(octets, index, length);
        int at = index;
        int end = index + length;
        while (at < end && !ended && !framingLost) {
            if (current == null) {
                header[headerSeen++] = octets[at++];
                position++;
                if (headerSeen == DESCRIPTOR) {
                    begin();
                }
            } else {
                int taken = (int) Math.min(dataLeft, end - at);
                current.payload().octets(octets, at, taken);
                at += taken;
                passed(taken);
            }
        }
        position += ended || framingLost ? end - at : 0;
    }

    private void begin() {
        headerSeen = 0;
        Slice in = new Slice(header.clone(), 0, DESCRIPTOR, offset + position - DESCRIPTOR, 0, ByteOrder.LITTLE_ENDIAN);
        int type = in.u16(0);
        ended = type == END;
        recordsEnd = position;
        ioapic |= type == IOAPIC;
        headerFirst |= total == 0 && type == HEADER;
        boolean looked = options.depth() != Depth.FRAMING;
        int kept = looked ? options.limits().bodyKept() : total == 0 ? MAGIC_OCTETS : 0;
        current = new SaveRecord(in, in.u32(4), new Kept(offset + position, kept));
        total++;
        dataLeft = ended ? 0 : in.u32(4);
        if (dataLeft == 0) {
            complete();
        }
    }

    private void passed(long count) {
        position += count;
        recordsEnd = position;
        dataLeft -= count;
        if (dataLeft == 0) {
            complete();
        }
    }

    @Override
    public void missing(long count) {
        digest.missing(count);
        lossless = false;
        if (current != null && count <= dataLeft) {
            current.payload().missing(count);
            passed(count);
            return;
        }
        framingLost |= !ended;
        position += count;
    }

    /** The last octet of the payload has passed, or of what there is of it. */
    private void complete() {
        SaveRecord record = current;
        if (record == null) {
            return;
        }
        current = null;
        if (record.payload().isCut() && options.depth() != Depth.FRAMING) {
            cut = record.payload();
        }
        SeenOctets payload = record.payload().seen(0, ByteOrder.LITTLE_ENDIAN);
        Slice descriptor = record.descriptor();
        magicRight |= total == 1 && payload.has(0, 4) && payload.number(0, 4) == MAGIC;
        if (options.depth() == Depth.FRAMING) {
            if (records.size() < options.limits().arrayHead()) {
                records.add(new FieldReader(descriptor)
                        .u16("type", 0)
                        .u16("instance", 2)
                        .u32("length", 4)
                        .fields());
            }
            return;
        }
        SaveRecordTable.Type type = Tables.saveRecords().type(descriptor.u16(0));
        LayoutView view = type == null
                ? null
                : LayoutView.of(Tables.hvm(), type.struct().name(), payload, record.length(), release);
        if (options.stateFindings()) {
            findings.record(descriptor, type, view);
        }
        if (records.size() < options.limits().arrayHead()) {
            records.add(fields(descriptor, type, payload, record.length()));
        }
    }

    private Fields fields(Slice descriptor, SaveRecordTable.@Nullable Type type, SeenOctets payload, long length) {
        FieldReader fields = new FieldReader(descriptor).u16("type", 0);
        String name = ended ? "END" : type == null ? null : type.name();
        if (name != null) {
            fields.leaf("name", 0, 2, new Data.Text(name), null);
        }
        fields.u16("instance", 2).u32("length", 4);
        if (type != null && !reader.isFull()) {
            Fields state = reader.read(Tables.hvm(), type.struct().name(), payload, length, descriptor.u16(2));
            fields.value("state", state);
        }
        return fields.fields();
    }

    @Override
    public long memory() {
        SaveRecord passing = current;
        return records.size() * RECORD_MEMORY
                + (passing == null ? 0 : passing.payload().memory());
    }

    /** Says of the record they are the body of that one of them was not kept whole, if so. */
    public void tellCut(Element element) {
        if (cut != null) {
            cut.tellCut(element);
        }
    }

    /** The last octet of all has passed. */
    public Fields finish(long length) {
        boolean unfinished = current != null;
        complete();
        if (options.stateFindings() && length > 0 && !framingLost) {
            findings.end(offset, length, offset + (ended ? recordsEnd : position), headerSeen, unfinished, ended);
        }
        FieldReader fields = new FieldReader(new Slice(header, 0, 0, offset, 0, ByteOrder.LITTLE_ENDIAN));
        OpaqueBody.describe(fields, digest, 0, length);
        fields.value("save_records", new Value.Items(records, total));
        return fields.fields();
    }

    /** True when the record that ends them was seen. */
    public boolean isEnded() {
        return ended;
    }

    /** True when an I/O APIC is among them. */
    public boolean hasIoapic() {
        return ioapic;
    }

    /** True when none of the octets was lost. */
    public boolean isLossless() {
        return lossless;
    }

    /** True when the first record is a header. */
    public boolean beginsWithHeader() {
        return headerFirst;
    }

    /** True when the header has the right magic. */
    public boolean hasMagic() {
        return magicRight;
    }
}
