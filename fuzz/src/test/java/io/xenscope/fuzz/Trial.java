package io.xenscope.fuzz;

import io.xenscope.capture.NativeDecompression;
import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.DissectOptions.Depth;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.Limits;
import io.xenscope.dissect.StreamInput;
import io.xenscope.dissect.detect.Format;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.dissect.input.FileInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;

/**
 * Decodes octets as a file, whole, in pieces and with a hole, and holds the events to what is promised. How it is cut, which
 * options are used and where the hole lies follows from the octets: the same input is the same trial.
 */
final class Trial {

    /** Printing and validating takes longer than all the rest. */
    private static final int PRINTED_ONE_IN = 8;

    /** So small that every limit is met. */
    private static final Limits TIGHT = new Limits(
            1 << 16, 1 << 12, 64, 16, 1 << 12, 40, 500, 4, 100, 4, 2, 1, 1 << 17, 500, 500, 20_000, 20, 9000, 2);

    private static final int EVENTS_PER_OCTET = 2;
    private static final int EVENTS_AT_LEAST = 4000;

    /** More than damage can make of a small stream. */
    private static final int EVENTS_OF_LITTLE = 400;

    private static final long TIME = 1_700_000_000_000_000_000L;

    private final byte[] octets;
    private final Format as;
    private final DissectOptions options;
    private final Random chance;

    private Trial(byte[] octets, Format as) {
        this.octets = octets;
        this.as = as;
        this.chance = chance(octets);
        this.options = options(chance);
    }

    /** The same for the same octets. */
    static Random chance(byte[] octets) {
        CRC32 sum = new CRC32();
        sum.update(octets);
        return new Random(sum.getValue());
    }

    static DissectOptions options(Random chance) {
        Limits limits = chance.nextInt(4) == 0 ? TIGHT : Limits.DEFAULT;
        DissectOptions some = new DissectOptions(chance.nextBoolean(), chance.nextBoolean(), limits, null);
        Depth depth = Depth.values()[chance.nextInt(Depth.values().length)];
        return (chance.nextBoolean() ? some.judging(depth) : some.withDepth(depth))
                .decompressing(new NativeDecompression());
    }

    /** @param as the format it is taken for; null to detect it */
    static void file(byte[] octets, Format as) {
        Trial trial = new Trial(octets, as);
        List<Event> whole = trial.whole();
        trial.accounted(whole);
        if (trial.chance.nextInt(PRINTED_ONE_IN) == 0) {
            Lines.check(whole, trial.chance);
        }
        Promises.require(trial.inPieces().equals(whole), "the same events for every cut");
        trial.accounted(trial.withHole());
    }

    /** The events of a small file in two pieces, which are accounted for. */
    static List<Event> parted(byte[] octets, Format as, int at) {
        Trial trial = new Trial(octets, as);
        List<Event> events = trial.decode(input -> {
            trial.piece(input, 0, at);
            trial.piece(input, at, octets.length);
        });
        trial.accounted(events);
        Promises.require(events.size() < EVENTS_OF_LITTLE, "few events of little", events.size());
        return events;
    }

    /** The events of a file that lacks octets, which are accounted for. */
    static List<Event> withHole(byte[] octets, Format as, int from, int to) {
        Trial trial = new Trial(octets, as);
        List<Event> events = trial.withHole(from, to);
        trial.accounted(events);
        return events;
    }

    private List<Event> whole() {
        return decode(input -> input.bytes(octets, 0, octets.length, TIME));
    }

    private List<Event> inPieces() {
        int most = 1 + chance.nextInt(1 << chance.nextInt(13));
        return decode(input -> feed(input, 0, octets.length, most));
    }

    private List<Event> withHole() {
        int from = chance.nextInt(octets.length + 1);
        return withHole(from, from + chance.nextInt(octets.length - from + 1));
    }

    private List<Event> withHole(int from, int to) {
        return decode(input -> {
            piece(input, 0, from);
            if (to > from) {
                input.gap(to - from, GapCause.CAPTURE_LOSS, TIME);
            }
            piece(input, to, octets.length);
        });
    }

    private List<Event> decode(java.util.function.Consumer<StreamInput> feeding) {
        List<Event> events = new ArrayList<>();
        FileInput input = new Dissector(options, events::add).file("f", "f", as);
        feeding.accept(input);
        input.end(EndReason.FIN, TIME);
        int most = EVENTS_AT_LEAST + octets.length * EVENTS_PER_OCTET;
        Promises.require(events.size() <= most, events.size() + " events of " + octets.length + " octets");
        return events;
    }

    private void piece(StreamInput input, int from, int to) {
        if (to > from) {
            input.bytes(octets, from, to - from, TIME);
        }
    }

    private void feed(StreamInput input, int from, int to, int most) {
        int at = from;
        while (at < to) {
            int count = Math.min(1 + chance.nextInt(most), to - at);
            input.bytes(octets, at, count, TIME);
            at += count;
        }
    }

    private void accounted(List<Event> events) {
        Map<String, Promises.Account> accounts = Promises.check(events);
        Promises.require(as == null || as == Format.LIBVIRT_RPC || accounts.size() == 1, "one migration", accounts);
        for (Promises.Account account : accounts.values()) {
            long counted = account.forward() + account.back();
            Promises.require(!account.comparable() || counted == octets.length, counted + " of " + octets.length);
        }
    }
}
