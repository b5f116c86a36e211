/**
 * Pages that need nothing but themselves: elements, and charts drawn in them. No scripts, no fonts, no pictures.
 *
 * <p>Not here: what the figures mean.
 */
@NullMarked
package io.xenscope.output.html;

import org.jspecify.annotations.NullMarked;
