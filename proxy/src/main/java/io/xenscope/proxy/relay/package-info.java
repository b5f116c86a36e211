/**
 * How a forwarded connection behaves, without any input or output: what happened goes in, what is to be done comes out.
 */
@NullMarked
package io.xenscope.proxy.relay;

import org.jspecify.annotations.NullMarked;
