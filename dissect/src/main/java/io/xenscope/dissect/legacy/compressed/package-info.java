/**
 * Remus checkpoint compression: page records without headers, whose pages are told by order alone.
 *
 * <p>Not here: the chunks around them, and guest memory; what a page becomes is handed to {@code CompressedPages}.
 */
@NullMarked
package io.xenscope.dissect.legacy.compressed;

import org.jspecify.annotations.NullMarked;
