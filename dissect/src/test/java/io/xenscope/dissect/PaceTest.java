package io.xenscope.dissect;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.RoundEnd;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.dissect.test.Guests;
import io.xenscope.samples.carrier.RpcMessage;
import io.xenscope.samples.grammar.PageEntry;
import io.xenscope.samples.grammar.PageSource;
import io.xenscope.samples.grammar.PageType;
import io.xenscope.samples.grammar.StreamWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What octets waited for goes into the rounds they belong to, whichever end sends them. */
class PaceTest {

    private static final Pace FIRST = new Pace(100, 60, 30, 10);
    private static final Pace SECOND = new Pace(1100, 70, 1020, 10);

    private final List<Event> events = new ArrayList<>();
    private final ConnectionInput pipe = new Dissector(DissectOptions.DEFAULT, events::add).pipe(5, null);

    private static void page(StreamWriter w) throws IOException {
        w.libxc().pageData(PageSource.ZEROES, PageEntry.of(1, PageType.NOTAB));
    }

    /** An image of two passes; the first {@link #firstPass} octets hold the first. */
    private static byte[] image() {
        return StreamWriter.octets(w -> {
            Guests.hvmStatics(w);
            page(w);
            page(w);
            Guests.hvmState(w);
            w.libxc().end();
        });
    }

    private static int firstPass() {
        return StreamWriter.octets(w -> {
                    Guests.hvmStatics(w);
                    page(w);
                    page(w);
                })
                .length;
    }

    private static void bytes(StreamInput to, byte[] octets) {
        to.bytes(octets, 0, octets.length, 7);
    }

    private static void play(StreamInput sender, byte[] octets, int first) {
        sender.paced(FIRST);
        bytes(sender, Arrays.copyOf(octets, first));
        sender.paced(SECOND);
        bytes(sender, Arrays.copyOfRange(octets, first, octets.length));
        sender.end(EndReason.FIN, 9);
    }

    private void expectPace() {
        assertThat(events)
                .filteredOn(event -> event.body() instanceof RoundEnd)
                .extracting(event -> ((RoundEnd) event.body()).pace())
                .containsExactly(FIRST, new Pace(1000, 10, 990, 0));
        assertThat(((MigrationEnd) events.get(events.size() - 1).body())
                        .totals()
                        .pace())
                .isEqualTo(SECOND);
    }

    @Test
    void eachRoundHasItsShare() {
        play(pipe.fromFirst(), image(), firstPass());
        pipe.fromSecond().end(EndReason.FIN, 9);
        expectPace();
    }

    @Test
    void thePaceIsThatOfTheSenderWhoeverConnected() {
        pipe.fromFirst().paced(new Pace(1, 1, 0, 0));
        play(pipe.fromSecond(), image(), firstPass());
        pipe.fromFirst().end(EndReason.FIN, 9);
        expectPace();
    }

    @Test
    void streamsInMessagesHaveThePaceOfTheirConnection() {
        byte[] stream = StreamWriter.octets(w -> {
            w.libxl().header();
            w.libxl().libxcContext();
            w.raw(image());
            w.libxl().end();
        });
        int before = stream.length - image().length - 8 + firstPass();
        StreamInput sender = pipe.fromFirst();
        play(
                sender,
                StreamWriter.octets(w -> {
                    w.raw(RpcMessage.data(17, Arrays.copyOf(stream, before)));
                    w.raw(RpcMessage.data(17, Arrays.copyOfRange(stream, before, stream.length)));
                    w.raw(RpcMessage.streamEnd(17, RpcMessage.OK));
                }),
                RpcMessage.data(17, Arrays.copyOf(stream, before)).length);
        pipe.fromSecond().end(EndReason.FIN, 9);
        expectPace();
    }

    @Test
    void nothingIsToldWhereNobodyForwards() {
        bytes(pipe.fromFirst(), image());
        pipe.fromFirst().end(EndReason.FIN, 9);
        pipe.fromSecond().end(EndReason.FIN, 9);
        assertThat(events)
                .filteredOn(event -> event.body() instanceof RoundEnd)
                .hasSize(2)
                .allMatch(event -> ((RoundEnd) event.body()).pace() == null);
    }
}
