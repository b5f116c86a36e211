/**
 * Finding the framing again behind a loss: a search for headers that prove each other.
 *
 * <p>Not here: what is done with the place found; the formats go on there.
 */
@NullMarked
package io.xenscope.dissect.resync;

import org.jspecify.annotations.NullMarked;
