package io.xenscope.dissect.finding;

import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.test.Conversation;
import io.xenscope.dissect.test.Decoded;
import io.xenscope.dissect.test.Decoded.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * An input and all findings it gives, in their order. The first one is the one the case is about; any others are what
 * the same input must raise as well.
 */
record FindingCase(String name, Supplier<Decoded> input, List<Finding> findings) {

    /** A file. */
    static FindingCase file(String name, byte[] octets, Finding... findings) {
        return new FindingCase(name, () -> Decoded.file(octets), List.of(findings));
    }

    /** A file whose state is judged. */
    static FindingCase state(String name, byte[] octets, Finding... findings) {
        return new FindingCase(name, () -> Decoded.judged(octets), List.of(findings));
    }

    /** A file of which the pages are hashed. */
    static FindingCase hashed(String name, byte[] octets, Finding... findings) {
        return new FindingCase(name, () -> Decoded.hashed(octets), List.of(findings));
    }

    /** A connection. */
    static FindingCase talk(String name, Conversation talk, Finding... findings) {
        return new FindingCase(name, talk::decoded, List.of(findings));
    }

    static Finding note(FindingCode code, long offset) {
        return Finding.of(code, Severity.NOTE, offset);
    }

    static Finding warn(FindingCode code, long offset) {
        return Finding.of(code, Severity.WARN, offset);
    }

    static Finding error(FindingCode code, long offset) {
        return Finding.of(code, Severity.ERROR, offset);
    }

    /** The findings of the input, and the one the case is about first. */
    List<Finding> ordered(List<Finding> found) {
        List<Finding> first = new ArrayList<>(found);
        if (!findings.isEmpty() && first.remove(findings.get(0))) {
            first.add(0, findings.get(0));
        }
        return first;
    }

    @Override
    public String toString() {
        return (findings.isEmpty() ? "nothing" : findings.get(0).code()) + ": " + name;
    }
}
