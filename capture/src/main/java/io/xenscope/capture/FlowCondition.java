package io.xenscope.capture;

import io.xenscope.dissect.finding.FindingCode;

/** What is told at most once per connection (carriers specification 9.2). */
enum FlowCondition {
    NO_SYN(FindingCode.CAP_NOSYN, "the capture does not hold the beginning of the connection"),
    CUT(FindingCode.CAP_SNAP, "packets were not captured in full length"),
    MULTIPATH(FindingCode.CAP_MPTCP, "multipath TCP is not supported: the stream may be spread over connections"),
    QUEUE_LIMIT(FindingCode.CAP_QLIMIT, "too much waits behind missing octets, they are given up"),
    TOO_MANY(
            FindingCode.LIM_CONNECTIONS, "given up: more connections at a time than are kept, or more memory for them"),
    OVERLAP(FindingCode.CAP_OVERLAP_DIFF, "copies of the same octets differ, kept is what the receiver keeps"),
    CHECKSUM(FindingCode.CAP_BADCSUM, "a damaged copy (checksum) was replaced by an intact one"),
    AFTER_FIN(FindingCode.CAP_AFTERFIN, "octets beyond the FIN are left out"),
    ACKED_UNSEEN(FindingCode.CAP_ACKED_UNSEEN, "octets were acknowledged that were never captured"),
    SUPER_PACKET(FindingCode.CAP_SUPERPKT, "offload packets without an IP length"),
    FRAGMENTS(FindingCode.CAP_FRAG, "IP packets came in fragments"),
    ONE_WAY(
            FindingCode.CAP_ONEWAY,
            "after a mebibyte nothing of the other direction was captured, not even that it was received"),
    OFFLOAD(
            FindingCode.CAP_OFFLOAD,
            "no TCP checksum is right, as when the network card of the capturing host fills them in"),
    ZERO_WINDOW(FindingCode.CAP_ZEROWIN, "the other side took nothing for a second or more");

    final FindingCode code;
    final String text;

    /** True when it is also worth telling where nobody hears of the connection. */
    boolean isLimit() {
        return this == QUEUE_LIMIT || this == TOO_MANY;
    }

    FlowCondition(FindingCode code, String text) {
        this.code = code;
        this.text = text;
    }
}
