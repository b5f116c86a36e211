/**
 * The libxl stream, version 2, and the records of the COLO back channel: grammar and one class for each record type
 * (modern-stream specification 3 and 6).
 *
 * <p>Not here: what surrounds the stream.
 */
@NullMarked
package io.xenscope.dissect.libxl;

import org.jspecify.annotations.NullMarked;
