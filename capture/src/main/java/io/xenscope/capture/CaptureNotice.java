package io.xenscope.capture;

import io.xenscope.dissect.event.Severity;

/**
 * Something worth telling about the capture itself, at most once per interface and condition. What concerns a connection
 * goes to whoever takes its octets.
 *
 * @param code by the table of carriers specification 9.2, for instance "CAP-PARTIAL"
 * @param severity its weight
 * @param fileOffset where in the (decompressed) capture the record or block it is about starts, in octets
 * @param text what is the case, with addresses and numbers
 */
public record CaptureNotice(String code, Severity severity, long fileOffset, String text) {}
