package io.xenscope.dissect.migration;

import io.xenscope.dissect.finding.FindingCode;

/** What it means that a legacy stream ends inside a round (legacy-stream specification 1.4, E44, E45). */
final class LegacyEnd {

    private LegacyEnd() {}

    static FindingCode code(Knowledge known) {
        return known.epochs > 0 ? FindingCode.E44 : FindingCode.E45;
    }

    static String consequence(Knowledge known) {
        return known.epochs == 0
                ? "the restore fails"
                : "its octets are discarded, and receivers of 4.0 to 4.3 and 4.5 start checkpoint " + known.epochs
                        + ", those of 4.4 destroy the domain";
    }
}
