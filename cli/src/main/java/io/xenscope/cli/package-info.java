/**
 * The {@code xenscope} command: options, files, exit codes. It wires inputs to the dissector and events to sinks.
 *
 * <p>Not here: any knowledge of packets, streams or how an event is written.
 */
@NullMarked
package io.xenscope.cli;

import org.jspecify.annotations.NullMarked;
