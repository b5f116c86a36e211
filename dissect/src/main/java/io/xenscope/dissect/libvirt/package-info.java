/**
 * What libvirt's driver for libxl wraps around a stream (carriers specification 2).
 *
 * <p>Not here: the streams inside.
 */
@NullMarked
package io.xenscope.dissect.libvirt;

import org.jspecify.annotations.NullMarked;
