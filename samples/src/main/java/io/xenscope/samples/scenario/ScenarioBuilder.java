package io.xenscope.samples.scenario;

import org.jspecify.annotations.Nullable;

/**
 * Collects the properties of a {@link Scenario}. Defaults: image version 3 of Xen 4.17 (4.13 for version 2), wrapping
 * xl, mode live with 3 rounds, 4096 pages, small holes, 5 % dirty pages per pass, 3 checkpoints, 1 VCPU, complete.
 */
public final class ScenarioBuilder {
    private final GuestKind guest;
    private int imageVersion = 3;
    private @Nullable XenVersion xen;
    private Wrapping wrapping = Wrapping.XL;
    private Mode mode = Mode.LIVE;
    private long pages = 4096;
    private Holes holes = Holes.SMALL;
    private int rounds = 3;
    private DirtyPlan dirty = DirtyPlan.of(0.05);
    private int checkpoints = 3;
    private PageMix mix = PageMix.USUAL;
    private long seed = 1;
    private int vcpus = 1;
    private int physmap = 2;
    private int emulatorOctets = 5899;
    private boolean end = true;
    private long cutAt = -1;

    ScenarioBuilder(GuestKind guest) {
        this.guest = guest;
    }

    /** libxc image version, 2 or 3. */
    public ScenarioBuilder imageVersion(int value) {
        imageVersion = value;
        return this;
    }

    /** Release of the sender. */
    public ScenarioBuilder xen(XenVersion value) {
        xen = value;
        return this;
    }

    /** Layers around the image. */
    public ScenarioBuilder wrapping(Wrapping value) {
        wrapping = value;
        return this;
    }

    /** What the sender does. */
    public ScenarioBuilder mode(Mode value) {
        mode = value;
        return this;
    }

    /** Guest size in pages of 4096 octets. */
    public ScenarioBuilder pages(long value) {
        pages = value;
        return this;
    }

    /** Address-space holes of HVM and PVH guests. */
    public ScenarioBuilder holes(Holes value) {
        holes = value;
        return this;
    }

    /** Live passes behind the first one. */
    public ScenarioBuilder rounds(int value) {
        rounds = value;
        return this;
    }

    /** Pages dirtied before each pass behind the first one, see {@link DirtyPlan}. */
    public ScenarioBuilder dirty(Double... amounts) {
        return dirty(DirtyPlan.of(amounts));
    }

    /** Pages dirtied before each pass behind the first one. */
    public ScenarioBuilder dirty(DirtyPlan value) {
        dirty = value;
        return this;
    }

    /** CHECKPOINT records in modes Remus and COLO. */
    public ScenarioBuilder checkpoints(int value) {
        checkpoints = value;
        return this;
    }

    /** Page contents. */
    public ScenarioBuilder mix(PageMix value) {
        mix = value;
        return this;
    }

    /** Seed of all invented contents. */
    public ScenarioBuilder seed(long value) {
        seed = value;
        return this;
    }

    /** Online VCPUs. */
    public ScenarioBuilder vcpus(int value) {
        vcpus = value;
        return this;
    }

    /** Memory regions in EMULATOR_XENSTORE_DATA; 0 leaves the record out. */
    public ScenarioBuilder physmap(int value) {
        physmap = value;
        return this;
    }

    /** Size of the device model's save file. */
    public ScenarioBuilder emulatorOctets(int value) {
        emulatorOctets = value;
        return this;
    }

    /** Leaves END and {@code go} out. */
    public ScenarioBuilder withoutEnd() {
        end = false;
        return this;
    }

    /** Breaks the forward direction off after this many octets. */
    public ScenarioBuilder cutAt(long octets) {
        cutAt = octets;
        return this;
    }

    /** Checks and builds; throws {@link IllegalArgumentException} for what no sender does. */
    public Scenario build() {
        XenVersion release = xen != null ? xen : new XenVersion(4, imageVersion == 2 ? 13 : 17);
        return new Scenario(
                guest,
                imageVersion,
                wrapping.converted() ? new XenVersion(0, 1) : release,
                wrapping,
                mode,
                pages,
                holes,
                rounds,
                dirty,
                checkpoints,
                mix,
                seed,
                vcpus,
                physmap,
                emulatorOctets,
                end,
                cutAt);
    }
}
