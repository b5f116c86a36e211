package io.xenscope.samples.scenario;

import io.xenscope.samples.grammar.DomainType;

/** Kinds of guests a stream can carry. */
public enum GuestKind {
    /** Paravirtualised with pointers of 8 octets. */
    PV64(DomainType.PV, 8),
    /** Paravirtualised with pointers of 4 octets. */
    PV32(DomainType.PV, 4),
    /** Hardware virtualised with a device model. */
    HVM(DomainType.HVM, 0),
    /** Hardware virtualised without a device model. */
    PVH(DomainType.HVM, 0);

    private final DomainType domainType;
    private final int width;

    GuestKind(DomainType domainType, int width) {
        this.domainType = domainType;
        this.width = width;
    }

    /** Type in the libxc domain header. */
    public DomainType domainType() {
        return domainType;
    }

    /** Whether the guest is paravirtualised. */
    public boolean pv() {
        return domainType == DomainType.PV;
    }

    /** Octets of a pointer of a PV guest, otherwise 0. */
    public int width() {
        return width;
    }
}
