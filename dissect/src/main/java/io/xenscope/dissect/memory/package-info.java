/**
 * Hands on what a stream does to the guest's memory: the contents of pages, in the order and in the groups in which a
 * receiver applies them.
 *
 * <p>Not here: keeping memory; that is the listener's business.
 */
@NullMarked
package io.xenscope.dissect.memory;

import org.jspecify.annotations.NullMarked;
