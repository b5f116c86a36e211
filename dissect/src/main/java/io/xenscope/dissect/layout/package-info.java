/**
 * Layout tables (resources beside these classes) and one reader for all of them: octets of a payload to named values, down
 * to bits. A table is read when it is first asked for and never changes.
 *
 * <p>Not here: which payload stands where, and what is found about its values.
 */
@NullMarked
package io.xenscope.dissect.layout;

import org.jspecify.annotations.NullMarked;
