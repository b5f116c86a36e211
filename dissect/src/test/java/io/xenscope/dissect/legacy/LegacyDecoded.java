package io.xenscope.dissect.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.Direction;
import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.Limits;
import io.xenscope.dissect.engine.StepDriver;
import io.xenscope.dissect.event.BatchSeen;
import io.xenscope.dissect.event.CheckpointEnd;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.EventBody;
import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.dissect.event.GapSeen;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.Origin;
import io.xenscope.dissect.event.RecordInfo;
import io.xenscope.dissect.event.RecordSeen;
import io.xenscope.dissect.event.RoundEnd;
import io.xenscope.dissect.memory.MemoryListener;
import io.xenscope.dissect.migration.Migration;
import io.xenscope.dissect.migration.Reporter;
import java.util.ArrayList;
import java.util.List;

/** The events of a legacy stream that nothing surrounds. */
final class LegacyDecoded {

    private final List<Event> events = new ArrayList<>();
    private final StepDriver driver;
    private final Migration migration;

    private static DissectOptions with(MemoryListener memory) {
        return new DissectOptions(true, false, Limits.DEFAULT, memory);
    }

    private LegacyDecoded(DissectOptions options) {
        migration = new Migration(new Origin("m", null, null, "f"), "legacy", options, true, false, events::add);
        Reporter reporter = migration.reporter(Direction.FORWARD);
        driver = new StepDriver(() -> new LegacyImages(migration, reporter).last(), reporter);
        migration.start(0);
    }

    /** The stream whole; its events must tile it. */
    static LegacyDecoded of(byte[] octets) {
        return of(octets, null);
    }

    static LegacyDecoded of(byte[] octets, MemoryListener memory) {
        LegacyDecoded decoded = new LegacyDecoded(with(memory));
        decoded.driver.bytes(octets, 0, octets.length, 0);
        decoded.driver.end(EndReason.FIN, 0);
        decoded.checkTiles(octets.length);
        return decoded;
    }

    /** The stream, looked at in another way. */
    static LegacyDecoded looked(byte[] octets, DissectOptions options) {
        LegacyDecoded decoded = new LegacyDecoded(options);
        decoded.driver.bytes(octets, 0, octets.length, 0);
        decoded.driver.end(EndReason.FIN, 0);
        decoded.checkTiles(octets.length);
        return decoded;
    }

    /** The stream in pieces of one octet. */
    static LegacyDecoded octetByOctet(byte[] octets, MemoryListener memory) {
        LegacyDecoded decoded = new LegacyDecoded(with(memory));
        for (int at = 0; at < octets.length; at++) {
            decoded.driver.bytes(octets, at, 1, 0);
        }
        decoded.driver.end(EndReason.FIN, 0);
        return decoded;
    }

    /** The stream with a silence of two seconds before {@code place}. */
    static LegacyDecoded withPause(byte[] octets, int place) {
        LegacyDecoded decoded = new LegacyDecoded(with(null));
        decoded.driver.bytes(octets, 0, place, 0);
        decoded.driver.bytes(octets, place, octets.length - place, 2_000_000_000L);
        decoded.driver.end(EndReason.FIN, 2_000_000_000L);
        return decoded;
    }

    /** The stream without the octets {@code [from, to)}. */
    static LegacyDecoded withHole(byte[] octets, int from, int to) {
        return withHole(octets, from, to, null);
    }

    static LegacyDecoded withHole(byte[] octets, int from, int to, MemoryListener memory) {
        LegacyDecoded decoded = new LegacyDecoded(with(memory));
        decoded.driver.bytes(octets, 0, from, 0);
        decoded.driver.gap(to - from, GapCause.CAPTURE_LOSS, 0);
        decoded.driver.bytes(octets, to, octets.length - to, 0);
        decoded.driver.end(EndReason.FIN, 0);
        decoded.checkTiles(octets.length);
        return decoded;
    }

    private void checkTiles(long length) {
        long at = 0;
        for (Event event : events) {
            boolean gap = event.body() instanceof GapSeen seen && seen.resume() != GapSeen.Resume.PAYLOAD;
            if (gap || info(event.body()) != null) {
                if (event.place().offset() != at) {
                    throw new AssertionError(
                            event.message() + " at " + event.place().offset() + ", expected " + at);
                }
                at = event.place().end();
            }
        }
        assertThat(at).as("octets accounted for").isEqualTo(length);
        assertThat(events.get(events.size() - 1).body()).isInstanceOf(MigrationEnd.class);
    }

    private static RecordInfo info(EventBody body) {
        if (body instanceof RecordSeen seen) {
            return seen.record();
        }
        return body instanceof BatchSeen seen ? seen.record() : null;
    }

    List<Event> events() {
        return events;
    }

    /** Types of the framing elements in order. */
    List<String> types() {
        return events.stream()
                .filter(event -> info(event.body()) != null)
                .map(event -> info(event.body()).type())
                .toList();
    }

    RecordInfo record(String type) {
        return events.stream()
                .map(event -> info(event.body()))
                .filter(info -> info != null && info.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    <T extends EventBody> List<T> bodies(Class<T> type) {
        return events.stream()
                .map(Event::body)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** Findings as {@code code severity offset}. */
    List<String> findings() {
        return events.stream()
                .filter(event -> event.body() instanceof ExpertInfo)
                .map(event -> ((ExpertInfo) event.body()).code() + " "
                        + ((ExpertInfo) event.body()).severity().text() + " "
                        + event.place().offset())
                .toList();
    }

    /** Rounds as {@code kind pages certain}. */
    List<String> rounds() {
        return bodies(RoundEnd.class).stream()
                .map(round -> round.kind() + " " + round.pages() + (round.boundaryCertain() ? " certain" : " inferred"))
                .toList();
    }

    List<CheckpointEnd> checkpoints() {
        return bodies(CheckpointEnd.class);
    }

    MigrationEnd end() {
        return bodies(MigrationEnd.class).get(0);
    }
}
