package io.xenscope.capture;

import io.xenscope.dissect.event.Severity;

/** What is told at most once per connection (carriers specification 9.2). */
enum FlowCondition {
    NO_SYN("CAP-NOSYN", Severity.WARN, "the capture does not hold the beginning of the connection"),
    CUT("CAP-SNAP", Severity.WARN, "packets were not captured in full length"),
    MULTIPATH("CAP-MPTCP", Severity.ERROR, "multipath TCP is not supported: the stream may be spread over connections"),
    QUEUE_LIMIT("CAP-QLIMIT", Severity.WARN, "too much waits behind missing octets, they are given up"),
    OVERLAP("CAP-OVERLAP-DIFF", Severity.WARN, "copies of the same octets differ, kept is what the receiver keeps"),
    CHECKSUM("CAP-BADCSUM", Severity.WARN, "a damaged copy (checksum) was replaced by an intact one"),
    AFTER_FIN("CAP-AFTERFIN", Severity.WARN, "octets beyond the FIN are left out"),
    ACKED_UNSEEN("CAP-ACKED-UNSEEN", Severity.WARN, "octets were acknowledged that were never captured"),
    SUPER_PACKET("CAP-SUPERPKT", Severity.NOTE, "offload packets without an IP length"),
    FRAGMENTS("CAP-FRAG", Severity.NOTE, "IP packets came in fragments"),
    DUPLICATES("CAP-DUP", Severity.NOTE, "packets were captured more than once");

    final String code;
    final Severity severity;
    final String text;

    FlowCondition(String code, Severity severity, String text) {
        this.code = code;
        this.severity = severity;
        this.text = text;
    }
}
