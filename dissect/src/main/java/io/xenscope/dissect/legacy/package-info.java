/**
 * The libxc stream of Xen 3.0 to 4.5: header, bodies of chunks, tails, with Remus checkpoints and their compression.
 *
 * <p>Not here: what surrounds such a stream (xl, xend), and the format of Xen 4.6 and later.
 */
@NullMarked
package io.xenscope.dissect.legacy;

import org.jspecify.annotations.NullMarked;
