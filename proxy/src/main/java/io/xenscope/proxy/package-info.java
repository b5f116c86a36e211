/**
 * Forwards live connections octet by octet and shows the octets to whoever wants to look. It knows sockets and the
 * inputs of the dissector; what is made of the octets, and where events go, is the business of others.
 */
@NullMarked
package io.xenscope.proxy;

import org.jspecify.annotations.NullMarked;
