package io.xenscope.samples.grammar;

/** Emulator identifiers of the sub-header of libxl emulator records (section 3.4). */
public enum Emulator {
    /** Written by the converter of legacy streams only. */
    UNKNOWN(0),
    /** Written by senders up to 4.20. */
    QEMU_TRADITIONAL(1),
    /** The usual device model. */
    QEMU_UPSTREAM(2);

    private final int id;

    Emulator(int id) {
        this.id = id;
    }

    /** The number on the wire. */
    public int id() {
        return id;
    }
}
