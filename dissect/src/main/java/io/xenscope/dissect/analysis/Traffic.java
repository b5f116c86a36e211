package io.xenscope.dissect.analysis;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.analysis.Course.Span;
import io.xenscope.dissect.event.BatchInfo;
import io.xenscope.dissect.event.Event.Place;
import org.jspecify.annotations.Nullable;

/** Follows what the sender sends, over time and over its stream. */
final class Traffic {

    private static final long MILLISECOND = 1_000_000;
    private static final long PAGE = 4096;

    private final CourseCount byTime = new CourseCount(MILLISECOND);
    private final CourseCount byOffset = new CourseCount(PAGE);
    private long begins;
    private long before;
    private boolean any;

    /** An element is complete; its octets came since the one before it was. */
    void element(Place place, @Nullable BatchInfo batch, long time) {
        if (place.direction() != Direction.FORWARD) {
            return;
        }
        if (!any) {
            begins = time;
            before = time;
            any = true;
        }
        Span what = batch == null
                ? new Span(place.length(), 0, 0, 0)
                : new Span(place.length(), known(batch.pages()), known(batch.resentPages()), known(batch.zeroPages()));
        byTime.add(before - begins, time - begins, what);
        byOffset.add(place.offset(), place.end(), what);
        before = time;
    }

    private static long known(@Nullable Long count) {
        return count == null ? 0 : count;
    }

    /**
     * The course over time; null when the input has no times.
     *
     * @param start time of the first octet of the migration
     */
    @Nullable
    Course byTime(@Nullable Long start) {
        return start == null ? null : byTime.course(any ? Math.max(0, begins - start) : 0);
    }

    Course byOffset() {
        return byOffset.course(0);
    }
}
