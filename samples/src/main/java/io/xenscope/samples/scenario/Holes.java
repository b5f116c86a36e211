package io.xenscope.samples.scenario;

/** Address-space holes of HVM and PVH guests. */
public enum Holes {
    /** A few holes inside the guest's size; what small test streams want. */
    SMALL,
    /** RAM below 3840 MiB, MMIO hole up to 4 GiB with the special pages, further RAM above. */
    REAL
}
