/**
 * The state of an HVM guest as the hypervisor saves it: a run of save records, the same in modern and legacy streams.
 *
 * <p>Not here: the records of the streams that carry it, and the layouts of the payloads.
 */
@NullMarked
package io.xenscope.dissect.hvm;

import org.jspecify.annotations.NullMarked;
