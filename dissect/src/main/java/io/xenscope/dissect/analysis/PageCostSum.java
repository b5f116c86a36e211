package io.xenscope.dissect.analysis;

import java.util.List;

/**
 * What sending the pages was worth, as far as they were looked into.
 *
 * @param comparedPages resent pages compared with what was sent before
 * @param unchangedPages of them, pages with equal content
 * @param notKeptPages pages there was no room to compare
 * @param hottest where pages are sent again most, hottest first
 * @param heat how often all parts of the memory were sent again
 * @param sample what compression would have saved
 */
public record PageCostSum(
        long comparedPages,
        long unchangedPages,
        long notKeptPages,
        List<HotRange> hottest,
        HeatMap heat,
        CompressionEstimate sample) {}
