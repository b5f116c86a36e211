package io.xenscope.fuzz;

import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.Endpoint;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.StreamInput;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.input.Dissector;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Both directions of up to four connections of one capture, as a fuzzer writes them: one octet that chooses port and
 * beginning, then turns.
 *
 * <pre>
 * +--------+  +--------+--------+--------+ - - - - - - - +
 * | setup  |  | turn   | length          | octets        |  as many turns as there are
 * +--------+  +--------+--------+--------+ - - - - - - - +
 *  1 octet     1 octet  u16 little-endian  absent for holes
 * </pre>
 *
 * Setup: bits 0-2 the port, bit 3 the beginning was captured, bit 4 the receiver connects. Turn: bit 0 from the side that
 * connected, bits 1-2 the connection, bits 3-5 all set: {@code length} octets are lost.
 */
final class Talk {

    static final int FROM_FIRST = 1;
    static final int CAPTURED = 8;

    private static final int[] PORTS = {22, 5555, 8002, 16509, 80, 443, 49152, 49983};
    private static final int CONNECTIONS = 4;
    private static final int HOLE = 0x38;
    private static final long SECOND = 1_000_000_000L;

    private final byte[] script;
    private final List<Turn> turns = new ArrayList<>();
    private final long[][] lengths = new long[CONNECTIONS][2];

    private record Turn(int connection, int side, byte[] octets, int lost, int at) {}

    private Talk(byte[] script) {
        this.script = script;
        ByteBuffer in = ByteBuffer.wrap(script).order(ByteOrder.LITTLE_ENDIAN);
        in.position(Math.min(1, script.length));
        while (in.remaining() > 3) {
            int kind = in.get();
            int length = in.getShort() & 0xffff;
            boolean lost = (kind & HOLE) == HOLE;
            byte[] octets = new byte[lost ? 0 : Math.min(length, in.remaining())];
            int at = in.position();
            in.get(octets);
            Turn turn = new Turn(kind >> 1 & 3, kind & FROM_FIRST, octets, lost ? length : 0, at);
            lengths[turn.connection()][turn.side()] += octets.length + turn.lost();
            turns.add(turn);
        }
    }

    /** Writes such a script. */
    static final class Script {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Script(int port) {
            int at = Arrays.stream(PORTS).boxed().toList().indexOf(port);
            out.write(Math.max(0, at) | CAPTURED);
        }

        Script octets(int connection, boolean fromFirst, byte[] octets) {
            for (int at = 0; at < octets.length; at += 0xffff) {
                int count = Math.min(octets.length - at, 0xffff);
                out.write(connection << 1 | (fromFirst ? FROM_FIRST : 0));
                out.write(count);
                out.write(count >> 8);
                out.write(octets, at, count);
            }
            return this;
        }

        byte[] done() {
            return out.toByteArray();
        }
    }

    /** Plays it whole and in pieces and holds the events to what is promised. */
    static void check(byte[] script) {
        if (script.length == 0) {
            return;
        }
        Talk talk = new Talk(script);
        List<Event> whole = talk.play(Integer.MAX_VALUE, 0);
        talk.accounted(Promises.check(whole));
        Random chance = Trial.chance(script);
        if (chance.nextInt(8) == 0) {
            Lines.check(whole, chance);
        }
        List<Event> pieces = talk.play(1 + chance.nextInt(1 << chance.nextInt(13)), 0);
        Promises.require(pieces.equals(whole), "the same events for every cut");
    }

    /** Plays it with octets in two pieces that part at a place of the script; the events are accounted for. */
    static List<Event> parted(byte[] script, int at) {
        if (script.length == 0) {
            return List.of();
        }
        Talk talk = new Talk(script);
        List<Event> events = talk.play(Integer.MAX_VALUE, at);
        talk.accounted(Promises.check(events));
        return events;
    }

    private void accounted(Map<String, Promises.Account> accounts) {
        boolean alone = turns.stream().allMatch(turn -> turn.connection() == 0);
        if (!alone || accounts.size() != 1) {
            return;
        }
        Promises.Account account = accounts.values().iterator().next();
        long one = lengths[0][0];
        long other = lengths[0][1];
        boolean held = account.forward() == one && account.back() == other
                || account.forward() == other && account.back() == one;
        Promises.require(!account.comparable() || held, account + " of " + one + " and " + other);
    }

    private List<Event> play(int most, int parted) {
        List<Event> events = new ArrayList<>();
        Random chance = Trial.chance(script);
        Dissector dissector = new Dissector(Trial.options(chance), events::add);
        ConnectionInput[] connections = new ConnectionInput[CONNECTIONS];
        long time = 0;
        for (Turn turn : turns) {
            time += SECOND;
            int number = turn.connection();
            if (connections[number] == null) {
                connections[number] = open(dissector, number, time);
            }
            turn(turn, side(connections[number], turn.side()), most, parted, time);
        }
        for (ConnectionInput connection : connections) {
            if (connection != null) {
                side(connection, 0).end(EndReason.values()[chance.nextInt(EndReason.values().length)], time);
                side(connection, 1).end(EndReason.values()[chance.nextInt(EndReason.values().length)], time);
            }
        }
        return events;
    }

    private ConnectionInput open(Dissector dissector, int number, long time) {
        int port = PORTS[script[0] & 7];
        boolean receiverConnects = (script[0] & 16) != 0;
        Endpoint high = endpoint(1, 40000 + number);
        Endpoint low = endpoint(2, port);
        return dissector.connection(
                "c",
                receiverConnects ? low : high,
                receiverConnects ? high : low,
                time,
                (script[0] & CAPTURED) != 0,
                null);
    }

    private static StreamInput side(ConnectionInput connection, int side) {
        return side == FROM_FIRST ? connection.fromFirst() : connection.fromSecond();
    }

    private static void turn(Turn turn, StreamInput to, int most, int parted, long time) {
        byte[] octets = turn.octets();
        int inside = parted - turn.at();
        for (int at = 0; at < octets.length; ) {
            int end = inside > at && inside < octets.length ? inside : octets.length;
            int count = Math.min(most, end - at);
            to.bytes(octets, at, count, time);
            at += count;
        }
        if (turn.lost() > 0) {
            to.gap(turn.lost(), GapCause.CAPTURE_LOSS, time);
        }
    }

    private static Endpoint endpoint(int host, int port) {
        try {
            return new Endpoint(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) host}), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four octets are an address", e);
        }
    }
}
