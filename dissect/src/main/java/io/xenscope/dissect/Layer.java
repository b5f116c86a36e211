package io.xenscope.dissect;

/** The protocol layer a framing element belongs to. */
public enum Layer {
    TCP("tcp"),
    CARRIER("carrier"),
    XL("xl"),
    LIBVIRT("libvirt"),
    XAPI("xapi"),
    XEND("xend"),
    LIBXL("libxl"),
    /** Domain image, versions 2 and 3. */
    LIBXC("libxc"),
    /** Domain image before Xen 4.6. */
    LEGACY("legacy"),
    /** Device-model record behind a bare image. */
    QEMU("qemu");

    private final String text;

    Layer(String text) {
        this.text = text;
    }

    /** The value of {@code xenscope.layer}. */
    public String text() {
        return text;
    }
}
