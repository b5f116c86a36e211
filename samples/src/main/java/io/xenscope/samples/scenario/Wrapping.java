package io.xenscope.samples.scenario;

/** Layers around the libxc image. */
public enum Wrapping {
    /** xl header and libxl stream; modes other than save are dialogues with a receiver. */
    XL(true, false),
    /** libxl stream alone. */
    LIBXL(true, false),
    /** Bare libxc image. */
    LIBXC(false, false),
    /** libxl stream as the converter of legacy streams writes it. */
    CONVERTED(true, true),
    /** Bare libxc image from the converter, for HVM with a DeviceModelRecord0002 behind END. */
    CONVERTED_LIBXC(false, true);

    private final boolean libxl;
    private final boolean converted;

    Wrapping(boolean libxl, boolean converted) {
        this.libxl = libxl;
        this.converted = converted;
    }

    /** Whether there is a libxl layer. */
    public boolean libxl() {
        return libxl;
    }

    /** Whether the image comes from the converter. */
    public boolean converted() {
        return converted;
    }
}
