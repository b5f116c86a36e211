package io.xenscope.dissect.analysis;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.event.Severity;
import java.util.List;
import java.util.stream.Stream;

/**
 * Findings of one code.
 *
 * @param text of the first one
 * @param count findings that were reported one by one; further ones are in the totals only
 * @param places of the first {@link #SHOWN}, in order of appearance
 */
public record FindingCount(String code, String title, Severity severity, String text, long count, List<Place> places) {

    /** Places that are kept of each code. */
    static final int SHOWN = 3;

    public FindingCount {
        places = List.copyOf(places);
    }

    /** Where a finding is. */
    public record Place(Direction direction, long offset) {}

    /** Where the first one is. */
    public Place first() {
        return places.get(0);
    }

    FindingCount another(Severity more, Place place) {
        Severity worse = more.compareTo(severity) > 0 ? more : severity;
        List<Place> kept = places.size() == SHOWN
                ? places
                : Stream.concat(places.stream(), Stream.of(place)).toList();
        return new FindingCount(code, title, worse, text, count + 1, kept);
    }
}
