/**
 * Reports on migrations for people: one migration on a screen, several side by side, as text and as a page with charts.
 *
 * <p>Not here: working anything out; that is {@link io.xenscope.dissect.analysis}'s business.
 */
@NullMarked
package io.xenscope.output.summary;

import org.jspecify.annotations.NullMarked;
