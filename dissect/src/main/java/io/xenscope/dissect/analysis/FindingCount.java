package io.xenscope.dissect.analysis;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.event.Severity;

/**
 * Findings of one code.
 *
 * @param text of the first one
 * @param count findings that were reported one by one; further ones are in the totals only
 * @param direction of the first one
 * @param offset of the first one
 */
public record FindingCount(
        String code, String title, Severity severity, String text, long count, Direction direction, long offset) {

    FindingCount another(Severity more) {
        Severity worse = more.compareTo(severity) > 0 ? more : severity;
        return new FindingCount(code, title, worse, text, count + 1, direction, offset);
    }
}
