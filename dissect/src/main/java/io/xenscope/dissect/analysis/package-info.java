/**
 * What follows from the facts of a migration: rounds, epochs, resent pages, downtime, sums. One class for each question;
 * they listen to framing elements and batches and know no octet layouts.
 */
@NullMarked
package io.xenscope.dissect.analysis;

import org.jspecify.annotations.NullMarked;
