/**
 * What xend wraps around an image of Xen 3.0 to 4.4: the save file, and the conversation with its relocation server
 * (carriers specification 4, legacy-stream specification 8.1).
 *
 * <p>Not here: the image inside.
 */
@NullMarked
package io.xenscope.dissect.xend;

import org.jspecify.annotations.NullMarked;
