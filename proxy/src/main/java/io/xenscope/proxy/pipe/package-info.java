/** Runs a command and passes its standard input and output through a tap. */
@NullMarked
package io.xenscope.proxy.pipe;

import org.jspecify.annotations.NullMarked;
