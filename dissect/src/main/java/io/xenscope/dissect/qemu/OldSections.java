package io.xenscope.dissect.qemu;

import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.event.Value.Data;
import io.xenscope.dissect.fields.FieldReader;
import io.xenscope.dissect.fields.SeenOctets;
import java.util.ArrayList;
import java.util.List;

/**
 * A device state of version 2, which qemu-traditional read but did not write (payload specification D.6).
 *
 * <pre>
 *  0       8 9        9+n     13+n    17+n    21+n
 *  +-------+-+-- … --+-------+-------+-------+-- … --+
 *  | total |n| name  |instanc|version|length |payload|   the part behind total is repeated
 *  +-------+-+-- … --+-------+-------+-------+-- … --+
 * </pre>
 */
final class OldSections {

    private static final int TOTAL = 8;
    private static final int NUMBERS = 12;

    private OldSections() {}

    /** Adds the sections that begin at {@code from}, behind magic and version. */
    static void describe(FieldReader fields, SeenOctets in, int from, int kept) {
        if (!in.has(from, TOTAL)) {
            return;
        }
        fields.leaf("total_length", from, TOTAL, new Data.Numeric(in.number(from, TOTAL)), null);
        List<Value> head = new ArrayList<>();
        long sections = 0;
        long at = (long) from + TOTAL;
        while (at < in.length() && in.has((int) at, 1)) {
            int name = (int) in.number((int) at, 1);
            int numbers = (int) at + 1 + name;
            if (!in.has((int) at, 1 + name + NUMBERS)) {
                break;
            }
            long length = in.number(numbers + 8, 4);
            sections++;
            if (head.size() < kept) {
                head.add(new FieldReader(in.octets())
                        .text("name", (int) at + 1, name)
                        .leaf("instance", numbers, 4, new Data.Numeric(in.number(numbers, 4)), null)
                        .leaf("version", numbers + 4, 4, new Data.Numeric(in.number(numbers + 4, 4)), null)
                        .leaf(
                                "offset",
                                numbers + NUMBERS,
                                length,
                                new Data.Numeric(in.offset() + numbers + NUMBERS),
                                null)
                        .leaf("length", numbers + 8, 4, new Data.Numeric(length), null)
                        .leaf("end_by", numbers + 8, 4, new Data.Text(SectionEnd.Proof.LENGTH.text()), null)
                        .fields());
            }
            at = numbers + NUMBERS + length;
        }
        if (sections > 0) {
            fields.value("sections", new Value.Items(head, sections, "section"));
        }
    }
}
