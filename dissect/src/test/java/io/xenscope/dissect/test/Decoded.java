package io.xenscope.dissect.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.Limits;
import io.xenscope.dissect.detect.Format;
import io.xenscope.dissect.event.BatchInfo;
import io.xenscope.dissect.event.BatchSeen;
import io.xenscope.dissect.event.CheckpointEnd;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.dissect.event.GapSeen;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.MigrationStart;
import io.xenscope.dissect.event.RecordInfo;
import io.xenscope.dissect.event.RecordSeen;
import io.xenscope.dissect.event.RoundEnd;
import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.dissect.input.FileInput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The events an input gives, in forms that are short to compare. Whatever is decoded here is held to the promises that
 * every input has: see {@link Promises}.
 */
public final class Decoded {

    /** Inputs up to this size are decoded once more octet by octet. */
    private static final int SMALL = 1 << 16;

    private static final DissectOptions HASHING = new DissectOptions(true, true, Limits.DEFAULT, null);

    private final List<Event> events;

    /** An expert finding; {@code offset} in the stream of its direction. */
    public record Finding(Direction direction, String code, Severity severity, long offset) {

        /** One in the direction to the receiver. */
        public static Finding of(FindingCode code, Severity severity, long offset) {
            return new Finding(Direction.FORWARD, code.id(), severity, offset);
        }

        /** One in the direction to the sender. */
        public static Finding back(FindingCode code, Severity severity, long offset) {
            return new Finding(Direction.BACK, code.id(), severity, offset);
        }

        @Override
        public String toString() {
            return direction.text() + " " + code + " " + severity.text() + " @" + offset;
        }
    }

    public Decoded(List<Event> events) {
        this.events = List.copyOf(events);
    }

    /** A file that ends in order. */
    public static Decoded file(byte[] octets) {
        return file(octets, (Format) null);
    }

    /** A file taken for {@code as} whatever it begins with. */
    public static Decoded file(byte[] octets, Format as) {
        return of(octets.length, new long[] {octets.length, -1}, (sink, piece) -> {
            FileInput input = new Dissector(DissectOptions.DEFAULT, sink).file("f", "f", as);
            feed(input, octets, 0, octets.length, piece);
            input.end(EndReason.FIN, 0);
        });
    }

    /** A file of which the state of the guest is looked into down to bits and judged. */
    public static Decoded judged(byte[] octets) {
        return file(octets, DissectOptions.DEFAULT.judging(DissectOptions.Depth.BITS));
    }

    /** A file of which the pages are hashed. */
    public static Decoded hashed(byte[] octets) {
        return file(octets, HASHING);
    }

    /** A file looked at in another way. */
    public static Decoded file(byte[] octets, DissectOptions options) {
        return of(octets.length, new long[] {octets.length, -1}, (sink, piece) -> {
            FileInput input = new Dissector(options, sink).file("f", "f", null);
            feed(input, octets, 0, octets.length, piece);
            input.end(EndReason.FIN, 0);
        });
    }

    /** A file that holds what a receiver answers. */
    public static Decoded answers(byte[] octets) {
        return of(octets.length, new long[] {-1, octets.length}, (sink, piece) -> {
            FileInput input = new Dissector(DissectOptions.DEFAULT, sink).file("f", "f", null);
            feed(input, octets, 0, octets.length, piece);
            input.end(EndReason.FIN, 0);
        });
    }

    /** A file of which the octets {@code [from, to)} are missing. */
    public static Decoded fileWithHole(byte[] octets, int from, int to) {
        return withHole(octets, from, to, new long[] {octets.length, -1}, DissectOptions.DEFAULT);
    }

    /** The same with pages hashed. */
    public static Decoded hashedWithHole(byte[] octets, int from, int to) {
        return withHole(octets, from, to, new long[] {octets.length, -1}, HASHING);
    }

    /** The same for what a receiver answers. */
    public static Decoded answersWithHole(byte[] octets, int from, int to) {
        return withHole(octets, from, to, new long[] {-1, octets.length}, DissectOptions.DEFAULT);
    }

    private static Decoded withHole(byte[] octets, int from, int to, long[] lengths, DissectOptions options) {
        return of(octets.length, lengths, (sink, piece) -> {
            FileInput input = new Dissector(options, sink).file("f", "f", null);
            feed(input, octets, 0, from, piece);
            input.gap(to - from, GapCause.CAPTURE_LOSS, 0);
            feed(input, octets, to, octets.length, piece);
            input.end(EndReason.FIN, 0);
        });
    }

    /** Feeds the same input whole and in single octets, which must give the same. */
    static Decoded of(long size, long[] lengths, BiConsumer<EventSink, Integer> input) {
        Decoded whole = collect(input, Integer.MAX_VALUE);
        int piece = size <= SMALL ? 1 : 4093;
        assertThat(collect(input, piece).events)
                .as("cut into pieces of %d", piece)
                .isEqualTo(whole.events);
        Promises.check(whole, lengths);
        return whole;
    }

    private static Decoded collect(BiConsumer<EventSink, Integer> input, int piece) {
        List<Event> events = new ArrayList<>();
        input.accept(events::add, piece);
        return new Decoded(events);
    }

    private static void feed(FileInput input, byte[] octets, int from, int to, int piece) {
        for (int at = from; at < to; at += Math.min(piece, to - at)) {
            input.bytes(octets, at, Math.min(piece, to - at), 0);
        }
    }

    /** All events in their order. */
    public List<Event> events() {
        return events;
    }

    /** Actions of all events, findings by their codes, rounds and records by their names: what comes after what. */
    public List<String> sequence() {
        return events.stream().map(Decoded::name).toList();
    }

    private static String name(Event event) {
        if (event.body() instanceof ExpertInfo expert) {
            return expert.code();
        }
        RecordInfo info = info(event);
        return info == null ? event.body().action() : info.type();
    }

    private static RecordInfo info(Event event) {
        if (event.body() instanceof RecordSeen seen) {
            return seen.record();
        }
        return event.body() instanceof BatchSeen seen ? seen.record() : null;
    }

    /** Expert findings about the stream, of both directions. */
    public List<Finding> findings() {
        return findings(false);
    }

    /** Expert findings about the way of the octets here, of both directions. */
    public List<Finding> transportFindings() {
        return findings(true);
    }

    private List<Finding> findings(boolean transport) {
        return events.stream()
                .filter(event -> event.body() instanceof ExpertInfo expert
                        && expert.spec().equals("carriers.md 9.2") == transport)
                .map(event -> {
                    ExpertInfo expert = (ExpertInfo) event.body();
                    Event.Place place = event.place();
                    return new Finding(place.direction(), expert.code(), expert.severity(), place.offset());
                })
                .toList();
    }

    /** Codes of the findings. */
    public List<String> codes() {
        return findings().stream().map(Finding::code).toList();
    }

    /** Framing elements to the receiver as {@code layer TYPE offset length}. */
    public List<String> records() {
        return records(Direction.FORWARD);
    }

    /** Framing elements of one direction as {@code layer TYPE offset length}. */
    public List<String> records(Direction direction) {
        return events.stream()
                .filter(event -> info(event) != null && event.place().direction() == direction)
                .map(event -> event.place().layer().text() + " " + info(event).type() + " "
                        + event.place().offset() + " " + event.place().length())
                .toList();
    }

    /** Gaps of both directions as {@code offset length cause missing=… skipped=… inside=… resume→offset}. */
    public List<String> gaps() {
        return bodies(
                GapSeen.class,
                (place, gap) -> place.offset() + " " + place.length() + " "
                        + gap.cause().text() + " missing=" + gap.missing() + " skipped=" + gap.skipped() + " inside="
                        + gap.inside() + " " + gap.resume().text() + " " + gap.resumeOffset());
    }

    /** Rounds as {@code index kind certain|inferred pages=… offset length}. */
    public List<String> rounds() {
        return bodies(
                RoundEnd.class,
                (place, round) -> round.index() + " " + round.kind() + " "
                        + (round.boundaryCertain() ? "certain" : "inferred") + " pages=" + round.pages() + " "
                        + place.offset() + " " + place.length());
    }

    /** Checkpoints as {@code epoch pages=… wire=… offset length}. */
    public List<String> checkpoints() {
        return bodies(
                CheckpointEnd.class,
                (place, checkpoint) -> checkpoint.epoch() + " pages=" + checkpoint.pages() + " wire="
                        + checkpoint.wireBytes() + " " + place.offset() + " " + place.length());
    }

    private <T> List<String> bodies(Class<T> type, java.util.function.BiFunction<Event.Place, T, String> text) {
        return events.stream()
                .filter(event -> type.isInstance(event.body()))
                .map(event -> text.apply(event.place(), type.cast(event.body())))
                .toList();
    }

    /** The framing element of this type, which must be the only one. */
    public RecordInfo record(String type) {
        List<RecordInfo> all = events.stream()
                .map(Decoded::info)
                .filter(info -> info != null && info.type().equals(type))
                .toList();
        assertThat(all).as("records of type " + type).hasSize(1);
        return all.get(0);
    }

    /** Decoded fields of the only element of this type, as {@link FieldText} writes them. */
    public String fields(String type) {
        return FieldText.of(record(type).fields());
    }

    /** All batches. */
    public List<BatchInfo> batches() {
        return events.stream()
                .filter(event -> event.body() instanceof BatchSeen)
                .map(event -> ((BatchSeen) event.body()).batch())
                .toList();
    }

    /** What was known when the format was recognised. */
    public MigrationStart start() {
        return (MigrationStart) events.get(0).body();
    }

    /** The last event. */
    public MigrationEnd end() {
        return (MigrationEnd) events.get(events.size() - 1).body();
    }

    /** Outcome and reason, as {@code outcome: reason}. */
    public String outcome() {
        return end().outcome().text() + ": " + end().reason();
    }
}
