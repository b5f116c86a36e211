package io.xenscope.dissect.qemu;

import org.jspecify.annotations.Nullable;

/**
 * One field of a {@link Description}.
 *
 * @param size octets of one element; structures tell theirs themselves
 * @param count elements; {@link #SCALAR} when it is no array
 * @param struct what it consists of; null for numbers and octets
 * @param secret belongs to the guest
 */
record Part(
        String name,
        Kind kind,
        int size,
        int count,
        @Nullable Description struct,
        boolean secret) {

    static final int SCALAR = -1;

    /** How a field is read. */
    enum Kind {
        FLAG,
        SIGNED,
        UNSIGNED,
        /** Nanoseconds, −1 when it is not armed. */
        TIMER,
        /** Room that nothing reads. */
        UNUSED,
        PCI_CONFIG,
        /** Levels of the four lines of a PCI device. */
        PCI_LINES,
        STRUCT,
        OCTETS;

        /** The kind that QEMU's name of a type stands for. */
        static Kind of(String type, int size) {
            boolean number = size == 1 || size == 2 || size == 4 || size == 8;
            return switch (type) {
                case "bool" -> size == 1 ? FLAG : OCTETS;
                case "timer" -> size == 8 ? TIMER : OCTETS;
                case "unused_buffer" -> UNUSED;
                case "pci config" -> PCI_CONFIG;
                case "pci irq state" -> size == 16 ? PCI_LINES : OCTETS;
                case "int8", "int16", "int32", "int64", "int32 equal", "int64 equal", "int32 le" ->
                    number ? SIGNED : OCTETS;
                case "uint8",
                        "uint16",
                        "uint32",
                        "uint64",
                        "uint8 equal",
                        "uint16 equal",
                        "uint32 equal",
                        "uint64 equal" -> number ? UNSIGNED : OCTETS;
                case "float64", "CPU_Double_U", "cpudouble", "nullptr" -> number ? UNSIGNED : OCTETS;
                default -> OCTETS;
            };
        }
    }

    boolean isArray() {
        return count != SCALAR;
    }

    /** Elements, one when it is no array. */
    int elements() {
        return isArray() ? count : 1;
    }
}
