package io.xenscope.dissect.libxc;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.fields.FieldReader;
import java.util.ArrayList;
import java.util.List;

/**
 * An array of model-specific registers, shared by X86_PV_VCPU_MSRS and X86_MSR_POLICY.
 *
 * <pre>
 *  0       4       8               16
 *  +-------+-------+---------------+
 *  | index | flags |     value     |
 *  +-------+-------+---------------+
 * </pre>
 */
final class MsrEntries {

    static final int LENGTH = 16;

    private MsrEntries() {}

    /** Adds the entries that stand in {@code in} from {@code from} on; {@code second} names the second word. */
    static void read(Slice in, int from, String second, int limit, FieldReader fields) {
        List<Value> head = new ArrayList<>();
        int total = Math.max(0, in.length() - from) / LENGTH;
        for (int i = 0; i < Math.min(total, limit); i++) {
            head.add(new FieldReader(in.part(from + i * LENGTH, LENGTH))
                    .hex32("index", 0)
                    .u32(second, 4)
                    .hex64("value", 8)
                    .fields());
        }
        fields.value("msrs", new Value.Items(head, total));
    }
}
