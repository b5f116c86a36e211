/**
 * What xapi, XenServer and XCP-ng wrap around an image (carriers specification 1): both layouts of the suspend image, the
 * HTTP requests that carry it, the handshakes around it, and which connections belong together.
 *
 * <p>Not here: the image inside, and its compression.
 */
@NullMarked
package io.xenscope.dissect.xapi;

import org.jspecify.annotations.NullMarked;
