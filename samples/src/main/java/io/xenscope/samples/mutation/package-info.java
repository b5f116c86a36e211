/** Damage to streams that knows of their elements: what random octets seldom do. */
@NullMarked
package io.xenscope.samples.mutation;

import org.jspecify.annotations.NullMarked;
