package io.xenscope.samples;

import io.xenscope.samples.scenario.DirtyPlan;
import io.xenscope.samples.scenario.GuestKind;
import io.xenscope.samples.scenario.Holes;
import io.xenscope.samples.scenario.Mode;
import io.xenscope.samples.scenario.PageMix;
import io.xenscope.samples.scenario.Scenario;
import io.xenscope.samples.scenario.ScenarioBuilder;
import io.xenscope.samples.scenario.Wrapping;
import io.xenscope.samples.scenario.XenVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say what is sent. */
final class GuestOptions {
    private static final long REAL_HOLES_FROM = 65_536;

    @Option(names = "--guest", description = "Guest: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    GuestKind guest = GuestKind.HVM;

    @Option(names = "--version", description = "libxc image version, 2 or 3. Default: ${DEFAULT-VALUE}.")
    int version = 3;

    @Option(names = "--xen", description = "Release of the sender. Default: 4.17, or 4.13 for version 2.")
    @Nullable
    String xen;

    @Option(names = "--wrap", description = "Layers: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    Wrapping wrap = Wrapping.XL;

    @Option(names = "--mode", description = "Mode: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    Mode mode = Mode.LIVE;

    @Option(names = "--pages", description = "Guest size in pages. Default: 4096, or what --size needs.")
    @Nullable
    Long pages;

    @Option(
            names = "--size",
            converter = OctetCount.class,
            description = "About so many octets (suffixes k, m, g): grows the guest, or with --pages repeats rounds.")
    @Nullable
    Long size;

    @Option(
            names = "--holes",
            description = "Holes of HVM and PVH guests: ${COMPLETION-CANDIDATES}. Default: real from 65536 pages on.")
    @Nullable
    Holes holes;

    @Option(names = "--rounds", description = "Live passes behind the first one. Default: ${DEFAULT-VALUE}.")
    int rounds = 3;

    @Option(
            names = "--dirty",
            split = ",",
            description = "Pages dirtied before each further pass, the last amount repeated: "
                    + "below 1 a fraction of RAM, otherwise a count. Default: 0.05.")
    List<Double> dirty = List.of(0.05);

    @Option(names = "--checkpoints", description = "Checkpoints of remus and colo. Default: ${DEFAULT-VALUE}.")
    int checkpoints = 3;

    @Option(
            names = "--content",
            converter = MixConverter.class,
            description = "Shares of zero, text, random and counter pages. Default: zero=20,text=50,random=30.")
    PageMix content = PageMix.USUAL;

    @Option(names = "--seed", description = "Seed of all invented contents. Default: ${DEFAULT-VALUE}.")
    long seed = 1;

    @Option(names = "--vcpus", description = "Online VCPUs. Default: ${DEFAULT-VALUE}.")
    int vcpus = 1;

    @Option(
            names = "--physmap",
            description = "Regions in EMULATOR_XENSTORE_DATA, 0 for no record. Default: ${DEFAULT-VALUE}.")
    int physmap = 2;

    @Option(
            names = "--emulator-octets",
            converter = OctetCount.class,
            description = "Size of the device model's save file. Default: 5899.")
    long emulatorOctets = 5899;

    @Option(names = "--no-end", description = "Leave END records and go out.")
    boolean noEnd;

    @Option(names = "--cut", converter = OctetCount.class, description = "Break off after this many octets.")
    @Nullable
    Long cut;

    /** Throws {@link IllegalArgumentException} for what no sender does. */
    Scenario scenario() {
        DirtyPlan plan = new DirtyPlan(dirty);
        long guestPages = pages != null ? pages : 4096;
        int liveRounds = rounds;
        int rounding = checkpoints;
        if (size != null && pages == null) {
            guestPages = StreamSize.pages(size, mode, plan, rounds, checkpoints);
        } else if (size != null && mode.checkpointed()) {
            rounding = StreamSize.passes(size, mode, plan, rounds, guestPages);
        } else if (size != null && mode.live()) {
            liveRounds = StreamSize.passes(size, mode, plan, rounds, guestPages);
        }
        Holes kind = holes != null ? holes : guestPages >= REAL_HOLES_FROM ? Holes.REAL : Holes.SMALL;
        ScenarioBuilder builder = Scenario.of(guest)
                .imageVersion(version)
                .wrapping(wrap)
                .mode(mode)
                .pages(guestPages)
                .holes(kind)
                .rounds(liveRounds)
                .dirty(plan)
                .checkpoints(rounding)
                .mix(content)
                .seed(seed)
                .vcpus(vcpus)
                .physmap(physmap)
                .emulatorOctets(Math.toIntExact(emulatorOctets));
        if (xen != null) {
            builder.xen(XenVersion.parse(xen));
        }
        if (noEnd) {
            builder.withoutEnd();
        }
        if (cut != null) {
            builder.cutAt(cut);
        }
        return builder.build();
    }
}
