package io.xenscope.dissect.hvm;

import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.layout.LayoutView;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Checks of MTRR, memory types of a virtual CPU (payload specification A.3, F). */
final class MtrrChecks {

    private static final int PAIRS = 8;
    private static final int FIXED = 11;

    private final Findings findings;
    private @Nullable Long firstContent;

    MtrrChecks(Findings findings) {
        this.findings = findings;
    }

    void check(LayoutView mtrr) {
        if (!mtrr.octets().has(0, mtrr.size())) {
            return;
        }
        long pairs = mtrr.bits("msr_mtrr_cap", "VCNT");
        findings.when(pairs > PAIRS, FindingCode.MTRR_001, mtrr.offset("msr_mtrr_cap"), 8, pairs + " variable ranges");
        same(mtrr, (int) Math.min(pairs, PAIRS));
        types(mtrr, (int) Math.min(pairs, PAIRS));
        CRC32C content = new CRC32C();
        content.update(mtrr.octets().octets().octets(), mtrr.octets().octets().start(), mtrr.size());
        if (firstContent == null) {
            firstContent = content.getValue();
        }
        findings.when(
                firstContent != content.getValue(),
                FindingCode.MTRR_004,
                mtrr.octets().offset(),
                mtrr.size(),
                "differs from the first vCPU's");
    }

    private void same(LayoutView mtrr, int pairs) {
        long base = mtrr.get("msr_mtrr_var", 0);
        long mask = mtrr.get("msr_mtrr_var", 1);
        boolean same = pairs > 1 && (base != 0 || mask != 0);
        for (int i = 1; i < pairs; i++) {
            same &= mtrr.get("msr_mtrr_var", 2 * i) == base && mtrr.get("msr_mtrr_var", 2 * i + 1) == mask;
        }
        findings.when(
                same,
                FindingCode.MTRR_002,
                mtrr.offset("msr_mtrr_var", 0),
                16L * pairs,
                pairs + " times base " + Findings.hex(base));
    }

    private void types(LayoutView mtrr, int pairs) {
        long wrong = -1;
        for (int i = 0; i < 8; i++) {
            long type = mtrr.get("msr_pat_cr") >>> 8 * i & 0xff;
            wrong = type == 2 || type == 3 || type > 7 ? mtrr.offset("msr_pat_cr") : wrong;
        }
        for (int i = 0; i < pairs; i++) {
            wrong = isWrong(mtrr.get("msr_mtrr_var", 2 * i) & 0xff) ? mtrr.offset("msr_mtrr_var", 2 * i) : wrong;
        }
        for (int i = 0; i < FIXED; i++) {
            for (int part = 0; part < 8; part++) {
                long type = mtrr.get("msr_mtrr_fixed", i) >>> 8 * part & 0xff;
                wrong = isWrong(type) ? mtrr.offset("msr_mtrr_fixed", i) : wrong;
            }
        }
        wrong = isWrong(mtrr.get("msr_mtrr_def_type") & 0xff) ? mtrr.offset("msr_mtrr_def_type") : wrong;
        findings.when(wrong >= 0, FindingCode.MTRR_003, wrong, 8, "a type that does not exist");
    }

    private static boolean isWrong(long type) {
        return type == 2 || type == 3 || type > 6;
    }
}
