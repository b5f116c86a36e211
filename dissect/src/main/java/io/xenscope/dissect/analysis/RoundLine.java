package io.xenscope.dissect.analysis;

import io.xenscope.dissect.event.RoundEnd;
import org.jspecify.annotations.Nullable;

/**
 * A round with what the event does not tell.
 *
 * @param startNs from the first octet of the migration to the first of the round; null when the input has no times
 * @param comparedPages resent pages that could be compared with what was sent before
 * @param unchangedPages of them, pages with equal content
 * @param way how the octets travelled from the end of the round before to the end of this one; null when nobody watched
 */
public record RoundLine(
        RoundEnd round,
        @Nullable Long startNs,
        long comparedPages,
        long unchangedPages,
        @Nullable Transport way) {}
