/**
 * Which format a direction begins with: one table of magics (carriers specification 6), consulted for both directions of
 * a connection.
 *
 * <p>Not here: what the formats mean; ports, which never decide.
 */
@NullMarked
package io.xenscope.dissect.detect;

import org.jspecify.annotations.NullMarked;
