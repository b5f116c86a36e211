/** The hot loops by themselves. {@code bench/micro-speed} makes their input and runs them. */
@NullMarked
package io.xenscope.bench;

import org.jspecify.annotations.NullMarked;
