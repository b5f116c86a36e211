/**
 * Shows forwarded octets to dissectors, beside the forwarding: bounded in memory, never waited for unless asked, and
 * every octet that could not be shown is counted.
 */
@NullMarked
package io.xenscope.proxy.tap;

import org.jspecify.annotations.NullMarked;
