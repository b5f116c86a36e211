package io.xenscope.samples.grammar;

/**
 * A device model memory region as the xenstore data carries it (section 3.5).
 *
 * @param entry name of the xenstore directory, usually the address the region was created at
 * @param startAddress guest physical address
 * @param size octets
 * @param name name of the region, e.g. {@code vga.vram}
 */
public record PhysmapEntry(String entry, long startAddress, long size, String name) {}
