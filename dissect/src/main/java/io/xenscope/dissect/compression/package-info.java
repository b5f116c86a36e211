/**
 * Streams compressed inside a connection (carriers specification 1.6, 5): the framing of zstd and gzip, unit by unit.
 *
 * <p>Not here: the decompressor of zstd, which is given from outside; compressed files, which are opened before they come
 * here.
 */
@NullMarked
package io.xenscope.dissect.compression;

import org.jspecify.annotations.NullMarked;
