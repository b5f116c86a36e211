/**
 * The catalogue of findings ("expert info"): one code for each check of the specification that is made here.
 *
 * <p>Not here: the checks themselves; they stand where the octets are decoded.
 */
@NullMarked
package io.xenscope.dissect.finding;

import org.jspecify.annotations.NullMarked;
