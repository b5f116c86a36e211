package io.xenscope.samples.grammar;

/** Guest types of a libxc domain header (section 4.2). */
public enum DomainType {
    /** Paravirtualised, of either width. */
    PV(1, "x86_pv"),
    /** Hardware virtualised; PVH guests are sent under this type too. */
    HVM(2, "x86_hvm");

    private final int id;
    private final String label;

    DomainType(int id, String label) {
        this.id = id;
        this.label = label;
    }

    /** The number on the wire. */
    public int id() {
        return id;
    }

    static String label(long id) {
        for (DomainType type : values()) {
            if (type.id == id) {
                return type.label;
            }
        }
        return Long.toString(id);
    }
}
