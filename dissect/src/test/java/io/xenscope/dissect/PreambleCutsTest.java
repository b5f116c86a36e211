package io.xenscope.dissect;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.dissect.test.StoredZstd;
import io.xenscope.samples.carrier.CarrierSample;
import io.xenscope.samples.grammar.RecordListener;
import io.xenscope.samples.scenario.Transport;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands in front of streams, cut at every octet: the same events, or a finding about what is missing. */
class PreambleCutsTest {

    /** Octets of a direction in which a carrier says what it says first. */
    private static final int PREAMBLE = 320;

    /** What one side says before the other one speaks. */
    private record Turn(boolean fromSender, byte... octets) {}

    /** Takes down who says what. */
    private static final class Turns implements Transport {
        private final List<Turn> turns = new ArrayList<>();

        private OutputStream side(boolean sender) {
            return new OutputStream() {
                @Override
                public void write(int octet) {
                    write(new byte[] {(byte) octet}, 0, 1);
                }

                @Override
                public void write(byte[] octets, int index, int length) {
                    turns.add(new Turn(sender, Arrays.copyOfRange(octets, index, index + length)));
                }
            };
        }

        @Override
        public OutputStream forward() {
            return side(true);
        }

        @Override
        public OutputStream back() {
            return side(false);
        }

        @Override
        public void close() {}
    }

    /** Conversations on one connection. */
    static Stream<Map.Entry<String, List<Turn>>> conversations() throws IOException {
        Map<String, List<Turn>> conversations = new LinkedHashMap<>();
        for (CarrierSample sample : CarrierSample.values()) {
            if (sample != CarrierSample.TLS && sample != CarrierSample.SSH) {
                Turns turns = new Turns();
                sample.play(turns, RecordListener.NONE);
                conversations.put(sample.name(), turns.turns);
            }
        }
        XapiTest.talks()
                .forEach((name, talk) -> talk.turns().stream()
                        .map(turn -> turn.connection())
                        .distinct()
                        .filter(connection -> !connection.equals("vgpu"))
                        .forEach(connection -> conversations.put(
                                name + " " + connection,
                                talk.turns().stream()
                                        .filter(turn -> turn.connection().equals(connection))
                                        .map(turn -> new Turn(turn.fromSender(), turn.octets()))
                                        .toList())));
        return conversations.entrySet().stream();
    }

    private static int length(List<Turn> turns, boolean fromSender) {
        return turns.stream()
                .filter(turn -> turn.fromSender() == fromSender)
                .mapToInt(turn -> turn.octets().length)
                .sum();
    }

    /** The turns, one of them in two pieces that part at {@code at} of a direction; or up to there only. */
    private static List<Turn> parted(List<Turn> turns, boolean fromSender, int at, boolean cut) {
        List<Turn> parted = new ArrayList<>();
        int begin = 0;
        for (Turn turn : turns) {
            int inside = at - begin;
            byte[] octets = turn.octets();
            if (turn.fromSender() != fromSender || inside <= 0 || inside >= octets.length) {
                parted.add(turn);
            } else {
                parted.add(new Turn(fromSender, Arrays.copyOf(octets, inside)));
                if (cut) {
                    return parted;
                }
                parted.add(new Turn(fromSender, Arrays.copyOfRange(octets, inside, octets.length)));
            }
            begin += turn.fromSender() == fromSender ? octets.length : 0;
            if (cut && begin == at && turn.fromSender() == fromSender) {
                return parted;
            }
        }
        return parted;
    }

    private static List<Event> play(List<Turn> turns, int piece) {
        List<Event> events = new ArrayList<>();
        DissectOptions options = DissectOptions.DEFAULT.decompressing(new StoredZstd());
        ConnectionInput connection =
                new Dissector(options, events::add).connection(null, end(1, 40000), end(2, 4100), 0, true, null);
        for (Turn turn : turns) {
            StreamInput to = turn.fromSender() ? connection.fromFirst() : connection.fromSecond();
            byte[] octets = turn.octets();
            for (int at = 0; at < octets.length; at += Math.min(piece, octets.length - at)) {
                to.bytes(octets, at, Math.min(piece, octets.length - at), 5);
            }
        }
        connection.fromFirst().end(EndReason.FIN, 5);
        connection.fromSecond().end(EndReason.FIN, 5);
        return events;
    }

    private static Endpoint end(int host, int port) {
        try {
            return new Endpoint(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) host}), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four octets are an address", e);
        }
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void theSameInPieces(Map.Entry<String, List<Turn>> conversation) {
        List<Turn> turns = conversation.getValue();
        List<Event> whole = play(turns, Integer.MAX_VALUE);
        assertThat(whole).isNotEmpty();
        assertThat(play(turns, 1)).isEqualTo(whole);
        for (boolean fromSender : new boolean[] {true, false}) {
            for (int at = 1; at < Math.min(PREAMBLE, length(turns, fromSender)); at++) {
                assertThat(play(parted(turns, fromSender, at, false), Integer.MAX_VALUE))
                        .as("%s parted at %d", fromSender ? "sender" : "receiver", at)
                        .isEqualTo(whole);
            }
        }
    }

    /** Whatever is missing behind it, a preamble is never taken for a complete migration. */
    @ParameterizedTest
    @MethodSource("conversations")
    void cutShort(Map.Entry<String, List<Turn>> conversation) {
        List<Turn> turns = conversation.getValue();
        for (int at = 1; at < Math.min(PREAMBLE, length(turns, true) - 2); at++) {
            List<Turn> cut = parted(turns, true, at, true);
            List<Event> whole = play(cut, Integer.MAX_VALUE);
            assertThat(play(cut, 1)).as("sender cut at %d", at).isEqualTo(whole);
            assertThat(whole)
                    .as("sender cut at %d", at)
                    .noneMatch(event -> event.body() instanceof MigrationEnd end
                            && end.outcome().text().equals("complete"));
        }
    }
}
