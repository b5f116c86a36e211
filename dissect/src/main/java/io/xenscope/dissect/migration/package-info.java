/**
 * One migration: its two directions, what is known of it, the order and identity of its events, and how it came out.
 * Formats tell a {@link io.xenscope.dissect.migration.Reporter} what they find; analyses listen here.
 *
 * <p>Not here: any knowledge of octet layouts.
 */
@NullMarked
package io.xenscope.dissect.migration;

import org.jspecify.annotations.NullMarked;
