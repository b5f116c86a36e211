package io.xenscope.dissect.hvm;

import io.xenscope.dissect.fields.SeenOctets;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.layout.Tables;
import java.util.HashSet;
import java.util.Set;

/**
 * Checks of entries that hold a model-specific register each, in CPU_MSR and X86_PV_VCPU_MSRS (MSR-002 to MSR-006).
 *
 * <pre>
 *  0       4       8               16
 *  +-------+-------+---------------+
 *  | index |  res  |     value     |
 *  +-------+-------+---------------+
 * </pre>
 */
public final class MsrList {

    private static final int ENTRY = 16;
    private static final int MOST = 1 << 16;

    private final Findings findings;
    private final String record;

    public MsrList(Findings findings, String record) {
        this.findings = findings;
        this.record = record;
    }

    public void check(SeenOctets entries) {
        Set<Long> seen = new HashSet<>();
        for (int at = 0; at + ENTRY <= entries.length() && seen.size() < MOST; at += ENTRY) {
            if (!entries.has(at, ENTRY)) {
                continue;
            }
            long index = entries.number(at, 4);
            long place = entries.offset() + at;
            String name = Tables.msrName(index);
            findings.when(entries.number(at + 4, 4) != 0, FindingCode.MSR_002, place + 4, 4, name);
            findings.when(!Tables.carriesMsr(record, index), FindingCode.MSR_003, place, 4, name);
            findings.when(!seen.add(index), FindingCode.MSR_005, place, 4, name);
            findings.when(entries.number(at + 8, 8) == 0, FindingCode.MSR_006, place + 8, 8, name);
        }
    }
}
