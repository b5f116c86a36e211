/**
 * What guest pages tell of a PV guest, whichever format brings them: page tables and the start_info page.
 *
 * <p>Not here: how a format says which page is which.
 */
@NullMarked
package io.xenscope.dissect.pv;

import org.jspecify.annotations.NullMarked;
