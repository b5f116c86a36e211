/**
 * What the {@code xl} command wraps around a stream: save-file header, configuration, and the handshake of
 * {@code xl migrate} in both directions (modern-stream specification 1.6 to 1.8, 2).
 *
 * <p>Not here: the streams inside.
 */
@NullMarked
package io.xenscope.dissect.xl;

import org.jspecify.annotations.NullMarked;
