package io.xenscope.dissect.migration;

import io.xenscope.dissect.Layer;
import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.finding.FindingCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A framing element whose header has been read and whose octets are passing by. */
public final class Element {

    private final Layer layer;
    private final String type;
    private final @Nullable Long typeId;
    private final long start;
    private long length;
    private long bodyLength;
    private final long firstTime;
    private final List<Finding> findings = new ArrayList<>();
    private long missed;

    /** A finding that waits for its record's event. {@code repeats} counts further occurrences in the record. */
    record Finding(FindingCode code, Severity severity, long offset, long length, String text, int repeats) {}

    Element(Layer layer, String type, @Nullable Long typeId, long start, long length, long bodyLength, long firstTime) {
        this.layer = layer;
        this.type = type;
        this.typeId = typeId;
        this.start = start;
        this.length = length;
        this.bodyLength = bodyLength;
        this.firstTime = firstTime;
    }

    public Layer layer() {
        return layer;
    }

    public String type() {
        return type;
    }

    @Nullable
    Long typeId() {
        return typeId;
    }

    /** Offset of its first octet. */
    public long start() {
        return start;
    }

    /** Octets with header and padding. */
    public long length() {
        return length;
    }

    /** The length field, without header and padding. */
    public long bodyLength() {
        return bodyLength;
    }

    /** Offset of the first octet behind it. */
    public long end() {
        return start + length;
    }

    /** When its first octet was seen. */
    public long firstTime() {
        return firstTime;
    }

    /** Octets of it that were lost. */
    public long missed() {
        return missed;
    }

    /** For elements whose first octets tell how many follow, without a length field: they are {@code total} long. */
    public void grow(long total) {
        grow(total, total);
    }

    /** As above, for elements whose length field came behind their first octets. */
    public void grow(long total, long body) {
        length = total;
        bodyLength = body;
    }

    void miss(long octets) {
        missed += octets;
    }

    /** Notes a finding; a second one of the same code in this element is counted into the first. */
    public void finding(FindingCode code, long offset, long octets, String text) {
        finding(code, code.severity(), offset, octets, text);
    }

    /** As above, where the severity depends on the circumstances. */
    public void finding(FindingCode code, Severity severity, long offset, long octets, String text) {
        finding(code, severity, offset, octets, text, 0);
    }

    /** As above, for one that stands for {@code repeats} further ones. */
    public void finding(FindingCode code, Severity severity, long offset, long octets, String text, int repeats) {
        for (int i = 0; i < findings.size(); i++) {
            Finding known = findings.get(i);
            if (known.code() == code) {
                findings.set(
                        i,
                        new Finding(
                                code,
                                known.severity(),
                                known.offset(),
                                known.length(),
                                known.text(),
                                known.repeats() + 1 + repeats));
                return;
            }
        }
        findings.add(new Finding(code, severity, offset, octets, text, repeats));
    }

    /** The findings in order of their offsets. */
    List<Finding> findings() {
        findings.sort(Comparator.comparingLong(Finding::offset));
        return findings;
    }
}
