package io.xenscope.output;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How events are written.
 *
 * @param detail how much of the decoded fields is written
 * @param pfns how many runs of PFNs a batch lists
 * @param showConfig whether text that belongs to the guest is written
 * @param showBytes whether contents of registers and pages are written
 * @param maxEventBytes longest line in octets, without the line end; at least {@value #SMALLEST_LINE}
 * @param labels what {@code labels} holds, in this order
 * @param observerVersion {@code observer.version}
 * @param observerType {@code observer.type}: {@code sniffer} or {@code proxy}
 * @param hostname {@code observer.hostname}; null when not live
 */
public record OutputOptions(
        Detail detail,
        Pfns pfns,
        boolean showConfig,
        boolean showBytes,
        int maxEventBytes,
        Map<String, String> labels,
        String observerVersion,
        String observerType,
        @Nullable String hostname) {

    /** The smallest line limit in octets: every event fits into it. */
    public static final int SMALLEST_LINE = 2048;

    /** The line limit in octets when none is asked for. */
    public static final int DEFAULT_LINE = 16384;

    /** How much of the decoded fields is written. */
    public enum Detail {
        /** No decoded fields. */
        SUMMARY,
        /** Decoded fields as plain values. */
        FIELDS,
        /** Decoded fields with the octets they were read from and what they mean. */
        FULL
    }

    /** How many runs of consecutive PFNs a batch lists. */
    public enum Pfns {
        /** At most 64. */
        RANGES,
        /** All that are known and fit into the line. */
        FULL
    }

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when the line limit is too small, the observer type is unknown, or labels,
     *     version and host name take more than a sixteenth of the line
     */
    public OutputOptions {
        if (maxEventBytes < SMALLEST_LINE) {
            throw new IllegalArgumentException(
                    "the line limit must be at least " + SMALLEST_LINE + " octets, not " + maxEventBytes);
        }
        if (!observerType.equals("sniffer") && !observerType.equals("proxy")) {
            throw new IllegalArgumentException("the observer type is sniffer or proxy, not " + observerType);
        }
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        // These stand in every line and are never cut, so room for the event itself has to be left.
        long fixed = Texts.encodedLength(observerVersion) + (hostname == null ? 0 : Texts.encodedLength(hostname));
        for (Map.Entry<String, String> label : labels.entrySet()) {
            fixed += Texts.encodedLength(label.getKey()) + Texts.encodedLength(label.getValue()) + 6;
        }
        if (fixed > maxEventBytes / 16) {
            throw new IllegalArgumentException("labels, version and host name take " + fixed + " octets; with lines of "
                    + maxEventBytes + " they may take " + maxEventBytes / 16);
        }
    }

    /** The defaults: plain fields, ranges of PFNs, no guest configuration, 16 KiB, no labels, a sniffer. */
    public static OutputOptions defaults(String observerVersion) {
        return new OutputOptions(
                Detail.FIELDS, Pfns.RANGES, false, false, DEFAULT_LINE, Map.of(), observerVersion, "sniffer", null);
    }

    /** These options with another detail. */
    public OutputOptions withDetail(Detail value) {
        return new OutputOptions(
                value, pfns, showConfig, showBytes, maxEventBytes, labels, observerVersion, observerType, hostname);
    }

    /** These options with another choice of PFN runs. */
    public OutputOptions withPfns(Pfns value) {
        return new OutputOptions(
                detail, value, showConfig, showBytes, maxEventBytes, labels, observerVersion, observerType, hostname);
    }

    /** These options with guest text shown or hidden. */
    public OutputOptions withShowConfig(boolean value) {
        return new OutputOptions(
                detail, pfns, value, showBytes, maxEventBytes, labels, observerVersion, observerType, hostname);
    }

    /** These options with contents of registers and pages shown or hidden. */
    public OutputOptions withShowBytes(boolean value) {
        return new OutputOptions(
                detail, pfns, showConfig, value, maxEventBytes, labels, observerVersion, observerType, hostname);
    }

    /** These options with another line limit in octets. */
    public OutputOptions withMaxEventBytes(int value) {
        return new OutputOptions(
                detail, pfns, showConfig, showBytes, value, labels, observerVersion, observerType, hostname);
    }

    /** These options with other labels. */
    public OutputOptions withLabels(Map<String, String> value) {
        return new OutputOptions(
                detail, pfns, showConfig, showBytes, maxEventBytes, value, observerVersion, observerType, hostname);
    }

    /** These options with another observer; {@code hostname} is null when not live. */
    public OutputOptions withObserver(String type, @Nullable String hostname) {
        return new OutputOptions(
                detail, pfns, showConfig, showBytes, maxEventBytes, labels, observerVersion, type, hostname);
    }
}
