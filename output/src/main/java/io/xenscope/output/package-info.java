/** Placeholder text, to be replaced with what this package is for and what it is not. */
@NullMarked
package io.xenscope.output;

import org.jspecify.annotations.NullMarked;
