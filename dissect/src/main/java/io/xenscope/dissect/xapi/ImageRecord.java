package io.xenscope.dissect.xapi;

import org.jspecify.annotations.Nullable;

/** The records of the structured image (carriers specification 1.1), with the length up to which each is believed. */
enum ImageRecord {
    /** Description of the VM. */
    XENOPS(0x000f, 64L << 20),
    /** An image of version 2 or 3 follows, without a length. */
    LIBXC(0x00f0, 0),
    /** No release writes it, and none takes it. */
    LIBXL(0x00f1, 0),
    /** An image from before Xen 4.6 follows, without a length. */
    LIBXC_LEGACY(0x00f2, 0),
    /** State of the device model; receivers reject more than its limit. */
    QEMU_TRAD(0x0f00, 1L << 20),
    /** No release writes it, and none takes it. */
    QEMU_XEN(0x0f01, 1L << 20),
    /** State of a vGPU follows, without a length. */
    DEMU(0x0f10, 0),
    /** UEFI variables. */
    VARSTORED(0x0f11, 16L << 20),
    /** State of a vTPM, raw. */
    SWTPM0(0x0f12, 16L << 20),
    /** State of a vTPM, as base64 text. */
    SWTPM(0x0f13, 16L << 20),
    END_OF_IMAGE(0xffff, 0);

    private final long id;
    private final long limit;

    ImageRecord(long id, long limit) {
        this.id = id;
        this.limit = limit;
    }

    long id() {
        return id;
    }

    /** The longest body there should be; 0 for records whose length field is 0. */
    long limit() {
        return limit;
    }

    static @Nullable ImageRecord byId(long id) {
        for (ImageRecord record : values()) {
            if (record.id == id) {
                return record;
            }
        }
        return null;
    }
}
