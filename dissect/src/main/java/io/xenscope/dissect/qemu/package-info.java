/**
 * What a device model has left behind: QEMU's device state, and the list of memory it has mapped.
 *
 * <p>Not here: the records and containers that carry it, and what they say about the emulator.
 */
@NullMarked
package io.xenscope.dissect.qemu;

import org.jspecify.annotations.NullMarked;
