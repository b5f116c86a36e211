package io.xenscope.samples.scenario;

/**
 * What is to be sent. Built with {@link ScenarioBuilder}.
 *
 * @param guest kind of guest
 * @param imageVersion libxc image version, 2 or 3
 * @param xen release in the domain header; also decides on parameters and on the framing of a dirty list
 * @param wrapping layers around the image
 * @param mode what the sender does
 * @param pages guest size in pages
 * @param holes address-space holes of HVM and PVH guests
 * @param rounds live passes behind the first one
 * @param dirty pages dirtied before each pass behind the first one
 * @param checkpoints CHECKPOINT records in modes Remus and COLO
 * @param mix page contents
 * @param seed decides on all invented contents
 * @param vcpus online VCPUs
 * @param physmap memory regions in EMULATOR_XENSTORE_DATA; 0 leaves the record out
 * @param emulatorOctets size of the device model's save file, from 8 on
 * @param end whether END records (and {@code go}) are written
 * @param cutAt number of octets after which the forward direction breaks off, or -1
 */
public record Scenario(
        GuestKind guest,
        int imageVersion,
        XenVersion xen,
        Wrapping wrapping,
        Mode mode,
        long pages,
        Holes holes,
        int rounds,
        DirtyPlan dirty,
        int checkpoints,
        PageMix mix,
        long seed,
        int vcpus,
        int physmap,
        int emulatorOctets,
        boolean end,
        long cutAt) {

    /** Checks that a real sender could be in this situation. */
    public Scenario {
        require(imageVersion == 2 || imageVersion == 3, "image version must be 2 or 3");
        require(pages >= 64, "a guest has at least 64 pages");
        require(rounds >= 0 && checkpoints >= 1, "rounds from 0 on, checkpoints from 1 on");
        require(vcpus >= 1 && vcpus <= 128, "1 to 128 VCPUs");
        require(physmap >= 0 && emulatorOctets >= 8, "device model: at least 8 octets, no negative regions");
        require(mode != Mode.COLO || guest == GuestKind.HVM, "COLO is for HVM guests");
        require(
                !wrapping.converted() || mode == Mode.SAVE || mode == Mode.LIVE,
                "a converted stream is a save or a live migration");
    }

    /** A builder with defaults for everything but the kind of guest. */
    public static ScenarioBuilder of(GuestKind guest) {
        return new ScenarioBuilder(guest);
    }

    /** Whether sender and receiver exchange messages around the stream. */
    boolean dialogue() {
        return wrapping == Wrapping.XL && mode.live();
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
