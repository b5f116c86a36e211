/**
 * The way in: inputs for files and connections that find out what they are given and put the grammars together.
 *
 * <p>Not here: opening files, looking at packets; what the formats mean.
 */
@NullMarked
package io.xenscope.dissect.input;

import org.jspecify.annotations.NullMarked;
