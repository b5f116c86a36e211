package io.xenscope.samples.scenario;

import io.xenscope.samples.grammar.HvmParam;
import io.xenscope.samples.grammar.HvmSaveRecord;
import io.xenscope.samples.grammar.LibxcWriter;
import io.xenscope.samples.grammar.MsrEntry;
import io.xenscope.samples.grammar.TscInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes the state records behind the last pass, in the order of real senders or of the converter (section 4.10). */
final class GuestState {
    private final Scenario scenario;
    private final GuestMap map;
    private final LibxcWriter libxc;

    GuestState(Scenario scenario, GuestMap map, LibxcWriter libxc) {
        this.scenario = scenario;
        this.map = map;
        this.libxc = libxc;
    }

    /** @param suspension how often the guest has been suspended, from 1 on */
    void write(int suspension) throws IOException {
        libxc.tscInfo(new TscInfo(0, 2_494_000, 100_000_000_001L + suspension * 1_000_000_000L, 1));
        boolean converted = scenario.wrapping().converted();
        if (!scenario.guest().pv()) {
            if (converted) {
                convertedParams();
            }
            libxc.hvm().context(saveRecords());
            if (!converted) {
                nativeParams();
            }
            return;
        }
        if (!converted) {
            libxc.pv().sharedInfo(scenario.guest().width(), map.size());
        }
        for (int vcpu = 0; vcpu < scenario.vcpus(); vcpu++) {
            vcpu(vcpu, converted);
        }
        if (converted) {
            libxc.pv().sharedInfo(scenario.guest().width(), map.size());
        }
    }

    private void vcpu(int vcpu, boolean converted) throws IOException {
        libxc.pv().vcpuBasic(vcpu, scenario.guest().width());
        int extended = converted ? 128 : scenario.xen().atLeast(10) ? 64 : 56;
        libxc.pv().vcpuExtended(vcpu, extended);
        libxc.pv().vcpuXsave(vcpu);
        if (!converted) {
            libxc.pv()
                    .vcpuMsrs(
                            vcpu,
                            new MsrEntry(0xc0011027L, vcpu),
                            new MsrEntry(0xc0011019L, 1),
                            new MsrEntry(0xc001101aL, 2));
        }
    }

    private HvmSaveRecord[] saveRecords() {
        boolean hvm = scenario.guest() == GuestKind.HVM;
        List<HvmSaveRecord> records = new ArrayList<>();
        records.add(new HvmSaveRecord(1, 0, 24));
        perVcpu(records, 2, 1032);
        if (hvm) {
            records.add(new HvmSaveRecord(3, 0, 8));
            records.add(new HvmSaveRecord(3, 1, 8));
            records.add(new HvmSaveRecord(4, 0, 400));
        }
        perVcpu(records, 5, 24);
        perVcpu(records, 6, 1024);
        if (hvm) {
            records.add(new HvmSaveRecord(10, 0, 56));
            records.add(new HvmSaveRecord(11, 0, 24));
            records.add(new HvmSaveRecord(12, 0, 1048));
        }
        perVcpu(records, 14, 240);
        perVcpu(records, 18, 32);
        records.add(new HvmSaveRecord(0, 0, 0));
        return records.toArray(HvmSaveRecord[]::new);
    }

    private void perVcpu(List<HvmSaveRecord> records, int type, int length) {
        for (int vcpu = 0; vcpu < scenario.vcpus(); vcpu++) {
            records.add(new HvmSaveRecord(type, vcpu, length));
        }
    }

    /** Parameters without a value are not sent. */
    private void nativeParams() throws IOException {
        long special = map.special();
        boolean hvm = scenario.guest() == GuestKind.HVM;
        List<HvmParam> params = new ArrayList<>(rings(special));
        if (hvm && scenario.xen().atLeast(9)) {
            params.add(new HvmParam(37, 0x80fc001000L));
        } else if (hvm) {
            params.add(new HvmParam(15, 0xfc001000L));
        }
        params.add(new HvmParam(17, special + 15));
        if (hvm) {
            params.add(new HvmParam(19, 1));
        }
        params.add(new HvmParam(12, (special + 14) << 12));
        if (hvm && !scenario.xen().atLeast(14)) {
            params.add(new HvmParam(4, 1));
        }
        if (hvm) {
            params.add(new HvmParam(32, special));
            params.add(new HvmParam(33, 8));
        }
        libxc.hvm().params(params.toArray(HvmParam[]::new));
    }

    private static List<HvmParam> rings(long special) {
        return List.of(
                new HvmParam(1, special + 12),
                new HvmParam(5, special + 13),
                new HvmParam(6, special + 11),
                new HvmParam(27, special + 8),
                new HvmParam(28, special + 9),
                new HvmParam(29, special + 10));
    }

    private void convertedParams() throws IOException {
        long special = map.special();
        libxc.hvm()
                .params(
                        new HvmParam(12, (special + 14) << 12),
                        new HvmParam(27, special + 8),
                        new HvmParam(28, special + 9),
                        new HvmParam(29, special + 10),
                        new HvmParam(15, 0xfc001000L),
                        new HvmParam(17, special + 15),
                        new HvmParam(19, 1));
        libxc.hvm().params(new HvmParam(5, special + 13), new HvmParam(6, special + 11), new HvmParam(1, special + 12));
    }
}
