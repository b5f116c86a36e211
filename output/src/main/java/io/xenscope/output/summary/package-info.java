/**
 * Reports on migrations as text for people: one migration on a screen, or several side by side.
 *
 * <p>Not here: working anything out; that is {@link io.xenscope.dissect.analysis}'s business.
 */
@NullMarked
package io.xenscope.output.summary;

import org.jspecify.annotations.NullMarked;
