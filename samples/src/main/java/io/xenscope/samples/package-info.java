/**
 * Command line of the synthetic stream generator. It writes streams a Xen sender could have written, from invented
 * guest memory; it never reads a stream and shares no code with the dissector, so that both can be held against the
 * specification independently.
 *
 * <ul>
 *   <li>{@code grammar}: one method per framing element, octet by octet, correct or deliberately wrong
 *   <li>{@code scenario}: whole save, live, debug, Remus and COLO runs built from these elements
 *   <li>{@code packet}: the same runs as a TCP conversation in a capture file
 * </ul>
 */
@NullMarked
package io.xenscope.samples;

import org.jspecify.annotations.NullMarked;
