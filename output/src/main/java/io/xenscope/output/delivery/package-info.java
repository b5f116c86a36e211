/**
 * Lines on their way to where they are wanted: each destination has a thread and a bounded {@code Spool} of its own, so that
 * nobody who makes events ever waits for one that is slow or gone. Lines arrive at least once; what there is no room for
 * is given up by rank, detail first, and counted by reason.
 */
@NullMarked
package io.xenscope.output.delivery;

import org.jspecify.annotations.NullMarked;
