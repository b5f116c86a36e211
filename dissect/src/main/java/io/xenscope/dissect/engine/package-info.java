/**
 * The incremental engine: formats are written as steps, the driver owns buffering, positions, times and gaps. Whatever
 * pieces the input comes in, the steps see the same.
 *
 * <p>Not here: any knowledge of a format.
 */
@NullMarked
package io.xenscope.dissect.engine;

import org.jspecify.annotations.NullMarked;
