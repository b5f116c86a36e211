/**
 * What the dissector says: immutable events, one class for each kind of the event contract. The names of record
 * components are the contract's names in camel case. Nothing here knows how an event is written down.
 */
@NullMarked
package io.xenscope.dissect.event;

import org.jspecify.annotations.NullMarked;
