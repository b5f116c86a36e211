/**
 * Guest memory put together from a stream, kept in a sparse file because it may be larger than RAM, and the forms in which
 * it is given out.
 */
@NullMarked
package io.xenscope.output.memory;

import org.jspecify.annotations.NullMarked;
