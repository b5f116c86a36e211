package io.xenscope.samples.scenario;

import io.xenscope.samples.grammar.CpuidLeaf;
import io.xenscope.samples.grammar.LibxcWriter;
import io.xenscope.samples.grammar.MsrEntry;
import java.io.IOException;
import java.util.SplittableRandom;

/** Writes what precedes the first PAGE_DATA of an image (section 4.10). */
final class ImageHead {
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

    private CpuidLeaf[] leaves() {
        SplittableRandom random = new SplittableRandom(scenario.seed());
        CpuidLeaf[] leaves = new CpuidLeaf[28];
        for (int i = 0; i < leaves.length; i++) {
            long leaf = i < 20 ? i : 0x80000000L + i - 20;
            long subleaf = leaf == 4 || leaf == 7 || leaf == 13 ? 0 : CpuidLeaf.NO_SUBLEAF;
            leaves[i] = new CpuidLeaf(
                    leaf, subleaf, random.nextInt(), random.nextInt(), random.nextInt(), random.nextInt());
        }
        return leaves;
    }
}
