/**
 * Streams compressed with zstd inside a connection (carriers specification 1.6, 5): the framing, block by block.
 *
 * <p>Not here: the decompressor, which is given from outside; compressed files, which are opened before they come here.
 */
@NullMarked
package io.xenscope.dissect.zstd;

import org.jspecify.annotations.NullMarked;
