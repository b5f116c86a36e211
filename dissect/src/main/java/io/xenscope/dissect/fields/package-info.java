/**
 * Reads decoded fields out of octets, by name and place. What was not seen whole is left out.
 *
 * <p>Not here: which fields a record has.
 */
@NullMarked
package io.xenscope.dissect.fields;

import org.jspecify.annotations.NullMarked;
