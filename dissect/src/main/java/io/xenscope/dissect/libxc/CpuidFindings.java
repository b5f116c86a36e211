package io.xenscope.dissect.libxc;

import io.xenscope.dissect.engine.Slice;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.layout.Tables;
import io.xenscope.dissect.migration.Element;

/** Judges the leaves of a CPUID policy in their order (payload specification F, CPUID). */
final class CpuidFindings {

    private static final long NO_SUBLEAF = 0xffff_ffffL;
    private static final long BASIC_MOST = 0xd;
    private static final long HYPERVISOR = 0x4000_0000L;
    private static final long SECOND_HYPERVISOR = 0x4000_0100L;
    private static final long EXTENDED = 0x8000_0000L;
    private static final long EXTENDED_MOST = 0x8000_0021L;
    private static final long POWER = 0x8000_0007L;
    private static final int ITSC = 8;
    private static final String[] REGISTERS = {"eax", "ebx", "ecx", "edx"};

    private final Element element;
    private long last = -1;
    private long basicMost = BASIC_MOST;
    private long extendedMost = EXTENDED_MOST;

    CpuidFindings(Element element) {
        this.element = element;
    }

    void leaf(Slice in) {
        long leaf = in.u32(0);
        long subleaf = in.u32(4);
        long at = in.offset();
        String which = "leaf 0x" + Long.toHexString(leaf)
                + (subleaf == NO_SUBLEAF ? "" : ", subleaf " + Long.toHexString(subleaf));
        long place = leaf << 32 | (subleaf == NO_SUBLEAF ? 0 : subleaf);
        if (Long.compareUnsigned(place, last) <= 0 && last != -1) {
            element.finding(FindingCode.CPUID_002, at, 8, which);
        }
        last = place;
        if (leaf == 0) {
            basicMost = in.u32(8);
        } else if (leaf == EXTENDED && in.u32(8) >= EXTENDED) {
            extendedMost = in.u32(8);
        }
        if (!isAccepted(leaf)) {
            element.finding(FindingCode.CPUID_003, at, 4, which);
            return;
        }
        if (subleaf > mostSubleaf(leaf) && subleaf != NO_SUBLEAF || subleaf == NO_SUBLEAF && hasSubleaves(leaf)) {
            element.finding(FindingCode.CPUID_004, at + 4, 4, which);
        }
        if (leaf <= BASIC_MOST && leaf > basicMost || leaf > extendedMost) {
            element.finding(FindingCode.CPUID_005, at, 4, which);
        }
        if (leaf == POWER && (in.u32(20) >>> ITSC & 1) != 0) {
            element.finding(FindingCode.CPUID_006, at + 20, 4, "moves only to hosts with the same frequency");
        }
        if (leaf == HYPERVISOR || leaf == SECOND_HYPERVISOR) {
            if (in.u32(8) > 0xff || in.u32(12) != 0 || in.u32(16) != 0 || in.u32(20) != 0) {
                element.finding(FindingCode.CPUID_007, at + 8, 16, which);
            }
            return;
        }
        features(in, leaf, subleaf, which);
    }

    private void features(Slice in, long leaf, long subleaf, String which) {
        for (int i = 0; i < REGISTERS.length; i++) {
            long unnamed = Tables.unnamedFeatures(leaf, subleaf, REGISTERS[i], in.u32(8 + 4 * i));
            if (unnamed != 0) {
                element.finding(
                        FindingCode.CPUID_008,
                        in.offset() + 8 + 4L * i,
                        4,
                        which + ", " + REGISTERS[i] + ": bits 0x" + Long.toHexString(unnamed));
            }
        }
    }

    private static boolean isAccepted(long leaf) {
        return leaf <= BASIC_MOST
                || leaf == HYPERVISOR
                || leaf == SECOND_HYPERVISOR
                || leaf >= EXTENDED && leaf <= EXTENDED_MOST;
    }

    private static boolean hasSubleaves(long leaf) {
        return leaf == 4 || leaf == 7 || leaf == 0xb || leaf == 0xd;
    }

    private static long mostSubleaf(long leaf) {
        return switch ((int) leaf) {
            case 4 -> 5;
            case 7 -> 2;
            case 0xb -> 1;
            case 0xd -> 62;
            default -> -1;
        };
    }
}
