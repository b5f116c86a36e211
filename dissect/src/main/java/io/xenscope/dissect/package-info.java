/**
 * What all sides of the dissector share: octets go in through {@link io.xenscope.dissect.StreamInput}, events
 * come out through {@link io.xenscope.dissect.event.EventSink}.
 *
 * <p>Not here: sockets, files, packets, JSON. Time arrives with the octets; no clock is read.
 */
@NullMarked
package io.xenscope.dissect;

import org.jspecify.annotations.NullMarked;
