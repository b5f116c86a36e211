/** Events to Kafka: an optional module, found as a service. */
@NullMarked
package io.xenscope.kafka;

import org.jspecify.annotations.NullMarked;
