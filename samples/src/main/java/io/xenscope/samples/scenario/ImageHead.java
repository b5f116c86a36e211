package io.xenscope.samples.scenario;

import io.xenscope.samples.grammar.CpuidLeaf;
import io.xenscope.samples.grammar.LibxcWriter;
import io.xenscope.samples.grammar.MsrEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes what precedes the first PAGE_DATA of an image (section 4.10). */
final class ImageHead {
    private static final long EXTENDED = 0x8000_0000L;

    private final Scenario scenario;
    private final GuestMap map;

    ImageHead(Scenario scenario, GuestMap map) {
        this.scenario = scenario;
        this.map = map;
    }

    void write(LibxcWriter libxc) throws IOException {
        GuestKind guest = scenario.guest();
        libxc.imageHeader(scenario.imageVersion());
        libxc.domainHeader(
                guest.domainType(), scenario.xen().major(), scenario.xen().minor());
        if (guest.pv()) {
            libxc.pv().info(guest.width());
        }
        if (scenario.imageVersion() >= 3) {
            if (!scenario.wrapping().converted()) {
                libxc.cpuidPolicy(leaves());
                libxc.msrPolicy(new MsrEntry(0xce, 0x80000000L), new MsrEntry(0x10a, 0));
            }
            libxc.staticDataEnd();
        }
        if (guest.pv()) {
            libxc.pv().p2mFrames(guest.width(), map.size() - 1, map.p2mFrames());
        }
    }

    /** A policy without features but AVX state. */
    private static CpuidLeaf[] leaves() {
        List<CpuidLeaf> leaves = new ArrayList<>();
        for (long leaf = 0; leaf < 13; leaf++) {
            long subleaf = leaf == 4 || leaf == 7 || leaf == 11 ? 0 : CpuidLeaf.NO_SUBLEAF;
            leaves.add(new CpuidLeaf(leaf, subleaf, leaf == 0 ? 13 : 0, 0, 0, 0));
        }
        leaves.add(new CpuidLeaf(13, 0, 7, 832, 832, 0));
        leaves.add(new CpuidLeaf(13, 1, 0, 0, 0, 0));
        leaves.add(new CpuidLeaf(13, 2, 256, 576, 0, 0));
        for (long leaf = EXTENDED; leaf < EXTENDED + 12; leaf++) {
            int value = leaf == EXTENDED ? (int) EXTENDED + 11 : leaf == EXTENDED + 8 ? 0x3030 : 0;
            leaves.add(new CpuidLeaf(leaf, CpuidLeaf.NO_SUBLEAF, value, 0, 0, 0));
        }
        return leaves.toArray(CpuidLeaf[]::new);
    }
}
