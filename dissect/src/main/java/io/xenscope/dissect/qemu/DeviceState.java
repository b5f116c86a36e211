package io.xenscope.dissect.qemu;

import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.DissectOptions.Depth;
import io.xenscope.dissect.engine.PieceConsumer;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.Digest;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.Kept;
import io.xenscope.dissect.fields.OpaqueBody;
import io.xenscope.dissect.fields.SeenOctets;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import java.nio.ByteOrder;

/**
 * The state of QEMU's devices, which passes by and is looked into when it is complete (payload specification D).
 *
 * <pre>
 *  0       4       8                        length
 *  +-------+-------+----- … -----+- … -+-+
 *  | QEVM  |version|   section   |     |0|   big-endian
 *  +-------+-------+----- … -----+- … -+-+
 * </pre>
 *
 * COLO may leave magic and version out.
 */
public final class DeviceState implements PieceConsumer {

    /** Octets of the magic. */
    public static final int MAGIC_LENGTH = 4;

    private static final byte[] MAGIC = {'Q', 'E', 'V', 'M'};
    private static final int HEADER = 8;
    private static final long VERSION = 3;
    private static final long OLD_VERSION = 2;

    private final DissectOptions options;
    private final Digest digest = new Digest();
    private final Kept kept;

    /** Which QEMU the stream says it comes from. */
    public enum Emulator {
        UNKNOWN,
        TRADITIONAL,
        UPSTREAM
    }

    /** @param offset of the first octet in the stream */
    public DeviceState(long offset, DissectOptions options) {
        this.options = options;
        boolean looked = options.depth() != Depth.FRAMING;
        this.kept = new Kept(offset, looked ? options.limits().deviceState() : HEADER);
    }

    @Override
    public void octets(byte[] octets, int index, int length) {
        digest.octets(octets, index, length);
        kept.octets(octets, index, length);
    }

    @Override
    public void missing(long count) {
        digest.missing(count);
        kept.missing(count);
    }

    @Override
    public long memory() {
        return kept.memory();
    }

    /** False when the first octets are other than the magic; true also when too few were seen to tell. */
    public boolean hasMagic() {
        SeenOctets in = kept.seen(0, ByteOrder.BIG_ENDIAN);
        return !in.has(0, MAGIC_LENGTH) || in.octets().startsWith(MAGIC);
    }

    /** Raises a finding for state of {@code length} octets that is none of QEMU's. */
    public void checkMagic(Element element, long length) {
        if (!hasMagic() || length < MAGIC_LENGTH) {
            element.finding(FindingCode.QEMU_001, kept.offset(), MAGIC_LENGTH, "expected QEVM");
        }
    }

    /** All has passed: adds what it held to {@code fields}, of which it is the part from {@code at} on. */
    public void describe(FieldReader fields, int at, long length, Emulator emulator, Element element) {
        SeenOctets in = kept.seen(0, ByteOrder.BIG_ENDIAN);
        FieldReader own = new FieldReader(in.octets());
        boolean magic = in.has(0, MAGIC_LENGTH) && in.octets().startsWith(MAGIC);
        Long version = magic && in.has(MAGIC_LENGTH, 4) ? Long.valueOf(in.number(MAGIC_LENGTH, 4)) : null;
        if (magic) {
            own.text("magic", 0, MAGIC_LENGTH);
        }
        if (version != null) {
            own.leaf("version", MAGIC_LENGTH, 4, new Data.Numeric(version), null);
            version(version, in, element);
        }
        fields.all(own.fields());
        OpaqueBody.describe(fields, digest, at, length);
        if (options.depth() == Depth.FRAMING || !in.has(0, 1)) {
            return;
        }
        kept.tellCut(element);
        FieldReader inside = new FieldReader(in.octets());
        if (version != null && version == OLD_VERSION) {
            OldSections.describe(inside, in, HEADER, options.limits().arrayHead());
        } else if (version == null ? !magic : version == VERSION) {
            sections(inside, in, length, version == null ? 0 : HEADER, emulator, element);
        }
        fields.all(inside.fields());
    }

    private static void version(long version, SeenOctets in, Element element) {
        long at = in.offset() + MAGIC_LENGTH;
        if (version == OLD_VERSION) {
            element.finding(FindingCode.QEMU_002, at, 4, "sections with lengths, which only qemu-traditional reads");
        } else if (version != VERSION) {
            element.finding(FindingCode.QEMU_003, at, 4, "version " + version + ", which no QEMU reads");
        }
    }

    private void sections(
            FieldReader fields, SeenOctets in, long length, int from, Emulator emulator, Element element) {
        boolean bare = from == 0;
        if (bare && SectionHeader.read(in, 0) == null) {
            return;
        }
        boolean whole = in.length() == length;
        FieldWalk walk = new FieldWalk(in, options);
        VmDescription description =
                whole ? VmDescription.find(in, options.limits().bodyKept()) : null;
        Sections sections = new Sections(
                in,
                length,
                walk,
                description,
                options.stateFindings(),
                options.limits().arrayHead(),
                element::finding);
        sections.read(from);
        flavour(fields, sections, in, emulator, element);
        sections.describe(fields, options.depth() == Depth.BITS ? walk : null);
        if (!whole) {
            long left = length - in.length();
            fields.leaf("undecoded", in.length(), left, new Data.Numeric(left), "octets, more than are looked into");
        }
    }

    /** Which QEMU wrote it, where the sections tell, and whether that agrees with what the stream says. */
    private static void flavour(
            FieldReader fields, Sections sections, SeenOctets in, Emulator emulator, Element element) {
        Section upstream = sections.firstWithPath();
        Section traditional = sections.traditionalStart();
        Section tells = upstream == null ? traditional : upstream;
        if (tells == null) {
            return;
        }
        Emulator written = upstream == null ? Emulator.TRADITIONAL : Emulator.UPSTREAM;
        String name = upstream == null ? "qemu-traditional" : "qemu-upstream";
        fields.leaf("written_by", tells.at(), tells.payload() - tells.at(), new Data.Text(name), null);
        if (emulator != Emulator.UNKNOWN && emulator != written) {
            element.finding(
                    FindingCode.QEMU_011,
                    in.offset() + tells.at(),
                    tells.payload() - tells.at(),
                    "section " + tells.name() + " is one of " + name);
        }
    }
}
