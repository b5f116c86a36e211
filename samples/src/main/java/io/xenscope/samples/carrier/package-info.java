/**
 * Small conversations of every carrier, for tests and sample captures: libvirt directly and through its RPC, xl over plain
 * TCP, xend, and what is recognised but cannot be looked into.
 */
@NullMarked
package io.xenscope.samples.carrier;

import org.jspecify.annotations.NullMarked;
