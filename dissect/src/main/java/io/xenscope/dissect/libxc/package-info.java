/**
 * The libxc domain image, versions 2 and 3: its grammar and one class for each record type (modern-stream specification
 * 4). Adding a type means one class and one line in {@link io.xenscope.dissect.libxc.LibxcRecords}.
 *
 * <p>Not here: what surrounds the image.
 */
@NullMarked
package io.xenscope.dissect.libxc;

import org.jspecify.annotations.NullMarked;
