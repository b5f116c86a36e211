/**
 * Both directions of a run as one TCP connection in a pcap or pcapng file. The network is ideal: no loss, no
 * reordering, no retransmission.
 */
@NullMarked
package io.xenscope.samples.packet;

import org.jspecify.annotations.NullMarked;
