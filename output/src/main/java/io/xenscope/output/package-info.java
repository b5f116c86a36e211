/**
 * Turns the dissector's events into lines: JSON by the event contract and text for people, with the JSON Schema, the
 * list of fields and the filter language that belong to them. The structure of an event is written down in one place
 * ({@code EventWriter}) and rendered by several backends. Nothing here decodes streams or decides where lines go.
 */
@NullMarked
package io.xenscope.output;

import org.jspecify.annotations.NullMarked;
