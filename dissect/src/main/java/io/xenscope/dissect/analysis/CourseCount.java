package io.xenscope.dissect.analysis;

import io.xenscope.dissect.analysis.Course.Span;
import java.util.ArrayList;
import java.util.List;

/** Adds up a course. When it outgrows its spans, neighbours are joined, so what is kept does not grow with it. */
final class CourseCount {

    static final int MOST = 240;

    private final List<Span> spans = new ArrayList<>();
    private long width;

    /** @param width of the spans as long as they suffice */
    CourseCount(long width) {
        this.width = width;
    }

    /** Spreads {@code what} evenly over {@code [from, to)}; all of it is at {@code to} when that is empty. */
    void add(long from, long to, Span what) {
        long end = Math.max(0, to);
        long begin = from < 0 || from > end ? end : from;
        long inside = end > begin ? end - 1 : end;
        while (inside / width >= MOST) {
            join();
        }
        int last = (int) (inside / width);
        Span given = Span.NONE;
        for (int i = (int) (begin / width); i < last; i++) {
            Span upToHere = what.part(((i + 1) * (double) width - begin) / (end - begin));
            put(i, upToHere.minus(given));
            given = upToHere;
        }
        put(last, what.minus(given));
    }

    private void put(int index, Span what) {
        while (spans.size() <= index) {
            spans.add(Span.NONE);
        }
        spans.set(index, spans.get(index).plus(what));
    }

    private void join() {
        width *= 2;
        for (int i = 0; i < spans.size(); i += 2) {
            Span next = i + 1 < spans.size() ? spans.get(i + 1) : Span.NONE;
            spans.set(i / 2, spans.get(i).plus(next));
        }
        spans.subList((spans.size() + 1) / 2, spans.size()).clear();
    }

    Course course(long from) {
        return new Course(from, width, spans);
    }
}
