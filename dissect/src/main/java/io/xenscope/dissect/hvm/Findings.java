package io.xenscope.dissect.hvm;

import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.finding.FindingCode;

/** Takes what is found in the state of a guest. */
@FunctionalInterface
public interface Findings {

    /** A finding about {@code length} octets from {@code offset} on. */
    void add(FindingCode code, Severity severity, long offset, long length, String text);

    /** As above, with the usual severity. */
    default void add(FindingCode code, long offset, long length, String text) {
        add(code, code.severity(), offset, length, text);
    }

    /** Adds a finding about one octet-string when {@code wrong}. */
    default void when(boolean wrong, FindingCode code, long offset, long length, String text) {
        if (wrong) {
            add(code, offset, length, text);
        }
    }

    static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
