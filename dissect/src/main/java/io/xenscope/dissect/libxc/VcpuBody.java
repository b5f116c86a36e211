package io.xenscope.dissect.libxc;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.fields.Digest;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.OpaqueBody;
import io.xenscope.dissect.fields.SeenOctets;
import io.xenscope.dissect.fields.WholeBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;

/**
 * State of one virtual CPU of a PV guest: a common prefix, then a blob (modern-stream specification 4.6, payload
 * specification B).
 *
 * <pre>
 *  0       4       8        length
 *  +-------+-------+-- … ------+
 *  |vcpu_id|  res  |   blob    |
 *  +-------+-------+-- … ------+
 * </pre>
 */
abstract class VcpuBody extends WholeBody {

    static final int PREFIX = 8;

    /** No Xen has more virtual CPUs in a guest (specification 9). */
    private static final long MAX_VCPU_ID = 8191;

    /** The number of the virtual CPU was lost. */
    private static final long UNKNOWN = -1;

    private final ImageState image;
    private final String name;

    /**
     * What stands behind the prefix.
     *
     * @param seen what there is of it
     * @param length its octets
     * @param vcpu its virtual CPU; −1 when that was lost
     */
    record Blob(SeenOctets seen, long length, long vcpu) {}

    VcpuBody(ImageState image, String name, long offset) {
        super(offset, image.order, image.bodyKept());
        this.image = image;
        this.name = name;
    }

    /** Identity of a record among those of an epoch. */
    static String key(String name, long vcpu) {
        return name + ' ' + vcpu;
    }

    ImageState image() {
        return image;
    }

    /** Judges the length of the blob, which is not empty. */
    abstract void checkBlob(long blobLength, Element element);

    /** Judges the contents of the blob, which is not empty. */
    abstract void judge(Blob blob, Element element);

    /** Adds the fields of the blob; where only the framing is wanted, those that can be had without a layout. */
    abstract void read(Blob blob, FieldReader fields);

    @Override
    protected final Fields decode(Slice in, boolean whole, Element element) {
        long length = element.bodyLength();
        long at = element.start();
        if (length < PREFIX) {
            element.finding(FindingCode.PVR_015, at + 4, 4, "expected at least 8 octets, found " + length);
        } else if (length == PREFIX) {
            element.finding(FindingCode.PVR_016, at + 4, 4, "no data behind the prefix; receivers before 4.11 fail");
        } else {
            checkBlob(length - PREFIX, element);
        }
        if (in.length() >= PREFIX) {
            checkPrefix(in, element);
        } else if (length >= PREFIX) {
            image.vcpuLost = true;
        }
        SeenOctets seen = seen();
        FieldReader fields = new FieldReader(in).u32("vcpu_id", 0).u32("reserved", 4);
        if (length > PREFIX) {
            if (whole) {
                Digest digest = new Digest();
                digest.octets(in.octets(), in.start() + PREFIX, in.length() - PREFIX);
                OpaqueBody.describe(fields, digest, PREFIX, length - PREFIX);
            }
            long vcpu = seen.has(0, 4) ? seen.number(0, 4) : UNKNOWN;
            Blob blob = new Blob(seen.part(PREFIX, length - PREFIX), length - PREFIX, vcpu);
            if (image.judgesState()) {
                judge(blob, element);
            }
            read(blob, fields);
        }
        return fields.fields();
    }

    private void checkPrefix(Slice in, Element element) {
        long vcpu = in.u32(0);
        if (vcpu > MAX_VCPU_ID) {
            element.finding(FindingCode.PVR_018, in.offset(), 4, "vCPU " + vcpu);
        }
        if (in.u32(4) != 0) {
            element.finding(FindingCode.PVR_017, in.offset() + 4, 4, "expected 0, found " + in.u32(4));
        }
        if (vcpu <= MAX_VCPU_ID && !image.vcpuRecords.add(key(name, vcpu))) {
            element.finding(FindingCode.PVR_026, element.start(), 8, name + " of vCPU " + vcpu + "; the last one wins");
        }
    }
}
