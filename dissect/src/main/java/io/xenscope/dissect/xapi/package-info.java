/**
 * What xapi, XenServer and XCP-ng wrap around an image (carriers specification 1): so far the old layout of the suspend
 * image.
 *
 * <p>Not here: the image inside, and the HTTP requests that carry it.
 */
@NullMarked
package io.xenscope.dissect.xapi;

import org.jspecify.annotations.NullMarked;
