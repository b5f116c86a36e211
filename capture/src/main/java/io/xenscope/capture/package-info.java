/**
 * From a capture file to the octets of its TCP connections: opens and decompresses the input
 * ({@link io.xenscope.capture.OctetInput}), walks the records of pcap and pcapng
 * ({@link io.xenscope.capture.CaptureReader}), peels link layers, overlays and IP, and puts TCP streams together again.
 *
 * <p>What the octets mean is not known here; they go to the {@link io.xenscope.dissect.ConnectionInput} the
 * {@link io.xenscope.capture.FlowListener} hands out. Everything runs in the calling thread, and only the amount of memory
 * {@link io.xenscope.capture.CaptureLimits} allows is used, whatever the capture holds.
 */
@NullMarked
package io.xenscope.capture;

import org.jspecify.annotations.NullMarked;
