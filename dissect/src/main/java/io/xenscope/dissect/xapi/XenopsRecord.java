package io.xenscope.dissect.xapi;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.WholeBody;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.migration.Element;
import io.xenscope.dissect.migration.Knowledge;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * XENOPS (0x000F): the description of the VM (carriers specification 1.1.1). No secret in it are the time, uuid, name,
 * vCPUs, memory, kind and firmware.
 *
 * <pre>
 *  0               16                    16 + length
 *  +---------------+--------- … ---------+
 *  | type, length  |((time T)(word_size N)|   S-expression of OCaml
 *  |               | [(vm_str "(…)")] …) |   vm_str: another one, as quoted text
 *  +---------------+--------- … ---------+
 * </pre>
 */
final class XenopsRecord extends WholeBody {

    private final Knowledge known;

    XenopsRecord(Knowledge known, long offset, int limit) {
        super(offset, ByteOrder.LITTLE_ENDIAN, limit);
        this.known = known;
    }

    @Override
    protected Fields decode(Slice in, boolean whole, Element element) {
        FieldReader fields = new FieldReader(in);
        if (!whole) {
            return fields.fields();
        }
        VmDescription vm = VmDescription.parse(in.text());
        if (vm == null) {
            element.finding(FindingCode.XIMG_SEXP, in.offset(), in.length(), "expected one balanced S-expression");
        } else {
            learn(vm);
            for (VmDescription.Member member : VmDescription.Member.values()) {
                fields.text(member.field(), 0, in.length(), vm.of(member));
            }
        }
        String text = new String(in.octets(), in.start(), in.length(), StandardCharsets.UTF_8);
        return fields.leaf("description", 0, in.length(), new Data.Secret(text), null)
                .fields();
    }

    private void learn(VmDescription vm) {
        if (known.domainName == null) {
            known.domainName = vm.of(VmDescription.Member.NAME);
        }
        if (known.domainUuid == null) {
            known.domainUuid = vm.of(VmDescription.Member.UUID);
        }
    }
}
