package io.xenscope.dissect.finding;

import static io.xenscope.dissect.finding.FindingCase.error;
import static io.xenscope.dissect.finding.FindingCase.note;
import static io.xenscope.dissect.finding.FindingCase.state;
import static io.xenscope.dissect.finding.FindingCase.warn;
import static io.xenscope.dissect.test.State.CONTEXT;

import io.xenscope.dissect.test.Octets;
import io.xenscope.dissect.test.State;
import io.xenscope.dissect.test.State.Save;
import java.util.List;

/** The save records of an HVM guest as a run (payload specification F, HVM). */
class SaveRecordsFindingsTest extends FindingTable {

    private static final int SECOND = CONTEXT + 32;
    private static final int THIRD = SECOND + 1040;

    private static byte[] dump(String text) {
        return State.hvm(Octets.dump(text));
    }

    private static byte[] joined(Save... records) {
        return Octets.join(java.util.Arrays.stream(records).map(Save::octets).toArray(byte[][]::new));
    }

    @Override
    List<FindingCase> cases() {
        Save header = State.header();
        Save cpu = State.cpu();
        Save end = State.end();
        return List.of(
                state("sound", State.records(header, cpu, end)),
                state("no header", State.records(cpu, end), error(FindingCode.HVM_001, CONTEXT)),
                state(
                        "another magic",
                        State.records(header.with(0, 1, 4), cpu, end),
                        error(FindingCode.HVM_001, CONTEXT + 8)),
                state(
                        "version 2",
                        State.records(header.with(4, 2, 4), cpu, end),
                        error(FindingCode.HVM_002, CONTEXT + 12)),
                state("no END", State.records(header, cpu), error(FindingCode.HVM_003, THIRD)),
                state(
                        "four octets of a descriptor",
                        State.hvm(Octets.join(joined(header, cpu), new byte[4])),
                        error(FindingCode.HVM_003, THIRD)),
                state("five octets in all", dump("01 02 03 04 05"), error(FindingCode.HVM_003, CONTEXT)),
                state(
                        "a record longer than the rest",
                        State.hvm(Octets.head(joined(header, cpu, Save.of(19, 0, 8)), 1084)),
                        error(FindingCode.HVM_004, THIRD + 12)),
                state(
                        "octets behind END",
                        State.hvm(Octets.join(joined(header, cpu, end), new byte[3])),
                        warn(FindingCode.HVM_005, THIRD + 8)),
                state(
                        "END of instance 1",
                        State.records(header, cpu, Save.of(0, 1, 0)),
                        warn(FindingCode.HVM_006, THIRD)),
                state("type 21", State.records(header, cpu, Save.of(21, 0, 4), end), error(FindingCode.HVM_007, THIRD)),
                state("type 35", State.records(header, cpu, Save.of(35, 0, 4), end), error(FindingCode.HVM_007, THIRD)),
                state("type 22", State.records(header, cpu, Save.of(22, 0, 4), end), warn(FindingCode.HVM_008, THIRD)),
                state(
                        "RTC of 20 octets",
                        State.records(header, cpu, Save.of(11, 0, 20), end),
                        error(FindingCode.HVM_009, THIRD + 4)),
                state(
                        "TSC_ADJUST of 16 octets",
                        State.records(header, cpu, Save.of(19, 0, 16), end),
                        error(FindingCode.HVM_009, THIRD + 4)),
                state(
                        "VMCE_VCPU of 8 octets in Xen 4.17",
                        State.records(header, cpu, Save.of(18, 0, 8), end),
                        note(FindingCode.HVM_010, THIRD + 4)),
                state(
                        "TSC_ADJUST twice",
                        State.records(header, cpu, Save.of(19, 0, 8), Save.of(19, 0, 8), end),
                        warn(FindingCode.HVM_011, THIRD + 16)),
                state(
                        "PMTIMER behind TSC_ADJUST",
                        State.records(header, cpu, Save.of(19, 0, 8), Save.of(13, 0, 8), end),
                        warn(FindingCode.HVM_012, THIRD + 16)),
                state(
                        "vCPU 1 before vCPU 0",
                        State.records(header, cpu, Save.of(19, 1, 8), Save.of(19, 0, 8), end),
                        warn(FindingCode.HVM_012, THIRD + 16)),
                state(
                        "PCI_LINK before ISA_IRQ",
                        State.records(header, cpu, Save.of(9, 0, 8), Save.of(8, 0, 8), end),
                        error(FindingCode.HVM_012, THIRD + 16)),
                state(
                        "PMTIMER of instance 1",
                        State.records(header, cpu, Save.of(13, 1, 8), end),
                        warn(FindingCode.HVM_013, THIRD + 2)),
                state(
                        "vCPU 8192",
                        State.records(header, cpu, Save.of(19, 8192, 8), end),
                        warn(FindingCode.HVM_014, THIRD + 2)),
                state(
                        "MTRR of a vCPU that is offline",
                        State.records(header, cpu, Save.of(14, 0, 240), Save.of(14, 1, 240), end),
                        note(FindingCode.HVM_015, CONTEXT)),
                state("no CPU", State.records(header, end), error(FindingCode.HVM_016, CONTEXT)),
                state(
                        "revision unknown",
                        State.records(header.with(8, -1, 8), cpu, end),
                        note(FindingCode.HVM_017, CONTEXT + 16)),
                state(
                        "I/O APIC without local APIC",
                        State.records(header, cpu, Save.of(4, 0, 400), end),
                        note(FindingCode.HVM_018, CONTEXT)));
    }
}
