/**
 * Writers for the framing elements of Xen migration streams: xl header, libxl stream, libxc image and the messages of
 * {@code xl migrate-receive}. Each method writes exactly one element of the grammar. Nothing here checks order or
 * completeness: tests need wrong streams as much as correct ones.
 */
@NullMarked
package io.xenscope.samples.grammar;

import org.jspecify.annotations.NullMarked;
