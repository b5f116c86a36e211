package io.xenscope.dissect.analysis;

import java.util.List;

/**
 * What the sender sent, in spans of equal width, by time or by offset.
 *
 * @param from where the first span begins: nanoseconds behind the first octet of the migration, or an offset
 * @param width of each span, in the same unit
 */
public record Course(long from, long width, List<Span> spans) {

    public Course {
        spans = List.copyOf(spans);
    }

    /**
     * What one span holds. An element that lies in several is divided evenly.
     *
     * @param octets of all elements
     * @param pages entries with data
     * @param resentPages of them, pages whose PFN was sent with data before
     * @param zeroPages of the pages, those of zero octets, as far as they were looked at
     */
    public record Span(long octets, long pages, long resentPages, long zeroPages) {

        static final Span NONE = new Span(0, 0, 0, 0);

        Span plus(Span more) {
            return new Span(
                    octets + more.octets,
                    pages + more.pages,
                    resentPages + more.resentPages,
                    zeroPages + more.zeroPages);
        }

        Span minus(Span less) {
            return new Span(
                    octets - less.octets,
                    pages - less.pages,
                    resentPages - less.resentPages,
                    zeroPages - less.zeroPages);
        }

        /** The given share of 1, rounded down. */
        Span part(double share) {
            return new Span((long) (octets * share), (long) (pages * share), (long) (resentPages * share), (long)
                    (zeroPages * share));
        }
    }
}
