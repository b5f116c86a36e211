package io.xenscope.dissect.finding;

import static io.xenscope.dissect.finding.FindingCase.error;
import static io.xenscope.dissect.finding.FindingCase.file;
import static io.xenscope.dissect.finding.FindingCase.note;
import static io.xenscope.dissect.finding.FindingCase.warn;
import static io.xenscope.dissect.test.Guests.CONTEXT;
import static io.xenscope.dissect.test.Guests.END;
import static io.xenscope.dissect.test.Guests.PARAMS;
import static io.xenscope.dissect.test.Guests.TSC;
import static io.xenscope.dissect.test.Octets.insert;
import static io.xenscope.dissect.test.Octets.patch;
import static io.xenscope.dissect.test.Octets.replace;
import static io.xenscope.dissect.test.Octets.without;

import io.xenscope.dissect.test.Guests;
import io.xenscope.samples.grammar.HvmParam;
import io.xenscope.samples.grammar.StreamBody;
import io.xenscope.samples.grammar.StreamWriter;
import java.util.List;

/** X86_TSC_INFO and the records of HVM guests (specification 8.6, TSR and HVR). */
class HvmFindingsTest extends FindingTable {

    private static final byte[] SOUND = Guests.hvm();

    private static byte[] params(HvmParam... params) {
        return params(w -> w.libxc().hvm().params(params));
    }

    private static byte[] params(StreamBody record) {
        return replace(SOUND, PARAMS, END, StreamWriter.octets(record));
    }

    private static HvmParam param(long index) {
        return new HvmParam(index, 1);
    }

    @Override
    List<FindingCase> cases() {
        return List.of(
                file("sound", SOUND),
                file(
                        "X86_TSC_INFO of 16 octets",
                        replace(
                                SOUND,
                                TSC,
                                CONTEXT,
                                StreamWriter.octets(w -> w.libxc().record(8, new byte[16]))),
                        error(FindingCode.TSR_001, TSC + 4)),
                file("X86_TSC_INFO reserved", patch(SOUND, TSC + 28, 1), warn(FindingCode.TSR_002, TSC + 28)),
                file("mode 4", patch(SOUND, TSC + 8, 4), warn(FindingCode.TSR_003, TSC + 8)),
                file("mode 3 from Xen 4.17", patch(SOUND, TSC + 8, 3), warn(FindingCode.TSR_003, TSC + 8)),
                file("mode 3 from Xen 4.11", mode3From411(), note(FindingCode.PGD_018, 40)),
                file("mode 2", patch(SOUND, TSC + 8, 2)),
                file("no X86_TSC_INFO", without(SOUND, TSC, CONTEXT), warn(FindingCode.TSR_004, END - 32)),
                file(
                        "HVM_CONTEXT empty",
                        replace(
                                SOUND,
                                CONTEXT,
                                PARAMS,
                                StreamWriter.octets(w -> w.libxc().hvm().context(new byte[0]))),
                        error(FindingCode.HVR_001, CONTEXT + 4)),
                file("no HVM_CONTEXT", without(SOUND, CONTEXT, END), error(FindingCode.HVR_002, CONTEXT)),
                file(
                        "HVM_CONTEXT twice",
                        insert(
                                SOUND,
                                PARAMS,
                                StreamWriter.octets(w -> w.libxc().hvm().context((byte) 1))),
                        warn(FindingCode.HVR_003, PARAMS)),
                file(
                        "HVM_PARAMS of 4 octets",
                        params(w -> w.libxc().record(0x0a, new byte[4])),
                        error(FindingCode.HVR_004, PARAMS + 4)),
                file(
                        "two parameters announced, one there",
                        params(w -> w.libxc().hvm().params(2, param(1))),
                        error(FindingCode.HVR_005, PARAMS + 4)),
                file(
                        "one parameter announced, two there",
                        params(w -> w.libxc().hvm().params(1, param(1), param(5))),
                        error(FindingCode.HVR_005, PARAMS + 4)),
                file("no parameters", params(), warn(FindingCode.HVR_006, PARAMS + 8)),
                file("HVM_PARAMS reserved", patch(SOUND, PARAMS + 12, 1), warn(FindingCode.HVR_007, PARAMS + 12)),
                file("parameter 39", params(param(1), param(39)), error(FindingCode.HVR_008, PARAMS + 32)),
                file("parameter 3", params(param(3)), error(FindingCode.HVR_008, PARAMS + 16)),
                file("parameter 2^63", params(param(1L << 63)), error(FindingCode.HVR_008, PARAMS + 16)),
                file("parameter 38", params(param(38))),
                file("PAE_ENABLED", params(param(4)), note(FindingCode.HVR_009, PARAMS + 16)),
                file("parameter twice", params(param(1), param(1)), note(FindingCode.HVR_010, PARAMS + 32)),
                file("TIMER_MODE", params(param(10)), note(FindingCode.HVR_011, PARAMS + 16)),
                file("parameter 0", params(new HvmParam(1, 0)), note(FindingCode.HVR_012, PARAMS + 24)),
                file(
                        "HVM_PARAMS first",
                        insert(
                                without(SOUND, PARAMS, END),
                                CONTEXT,
                                StreamWriter.octets(w -> w.libxc().hvm().params(param(1)))),
                        note(FindingCode.HVR_013, CONTEXT)));
    }

    private static byte[] mode3From411() {
        return patch(patch(Guests.hvm2(w -> {}), 36, 11), 40 + 4120 + 8, 3);
    }
}
