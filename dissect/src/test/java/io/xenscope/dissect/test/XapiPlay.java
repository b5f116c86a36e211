package io.xenscope.dissect.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.StreamInput;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.samples.xapi.XapiTalk;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Several connections of one migration, played as they happened. */
public final class XapiPlay {

    private static final int FIRST_PORT = 40_000;

    private XapiPlay() {}

    /** What each connection gives, whole and in single octets the same. */
    public static Map<String, Decoded> decoded(XapiTalk talk) {
        Map<String, List<Event>> whole = play(talk, Integer.MAX_VALUE);
        assertThat(play(talk, 1)).isEqualTo(whole);
        Map<String, Decoded> decoded = new LinkedHashMap<>();
        whole.forEach((connection, events) -> {
            Decoded one = new Decoded(events);
            Promises.check(one, length(talk, connection, true), length(talk, connection, false));
            decoded.put(connection, one);
        });
        return decoded;
    }

    private static long length(XapiTalk talk, String connection, boolean fromSender) {
        return talk.truth().stream()
                .filter(row -> row.connection().equals(connection) && row.fromSender() == fromSender)
                .mapToLong(XapiTalk.Row::length)
                .sum();
    }

    private static Map<String, List<Event>> play(XapiTalk talk, int piece) {
        List<Event> events = new ArrayList<>();
        DissectOptions options = DissectOptions.DEFAULT.decompressing(new StoredZstd());
        Dissector dissector = new Dissector(options, events::add);
        Map<String, ConnectionInput> connections = new LinkedHashMap<>();
        long time = 0;
        for (XapiTalk.Turn turn : talk.turns()) {
            time++;
            long now = time;
            ConnectionInput connection = connections.computeIfAbsent(
                    turn.connection(),
                    name -> dissector.connection(
                            null, end(1, FIRST_PORT + connections.size()), end(2, 80), now, true, null));
            StreamInput to = turn.fromSender() ? connection.fromFirst() : connection.fromSecond();
            for (int at = 0; at < turn.octets().length; at += piece) {
                to.bytes(turn.octets(), at, Math.min(piece, turn.octets().length - at), now);
                if (piece == Integer.MAX_VALUE) {
                    break;
                }
            }
        }
        long last = time;
        connections.values().forEach(connection -> {
            connection.fromFirst().end(EndReason.FIN, last);
            connection.fromSecond().end(EndReason.FIN, last);
        });
        List<String> names = List.copyOf(connections.keySet());
        return events.stream()
                .collect(Collectors.groupingBy(
                        event -> names.get(event.origin().source().port() - FIRST_PORT),
                        LinkedHashMap::new,
                        Collectors.toList()));
    }

    private static Endpoint end(int host, int port) {
        try {
            return new Endpoint(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) host}), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four octets are an address", e);
        }
    }
}
