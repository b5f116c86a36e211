/**
 * Complete migration runs of an invented guest, in the record order and with the batch, pass and checkpoint rules real
 * senders follow. Memory use does not depend on the length of the stream.
 */
@NullMarked
package io.xenscope.samples.scenario;

import org.jspecify.annotations.NullMarked;
