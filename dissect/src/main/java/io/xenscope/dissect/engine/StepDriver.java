package io.xenscope.dissect.engine;

import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.GapCause;
import io.xenscope.dissect.StreamInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the steps of one direction over its octets. A step that fits into the piece at hand works on the caller's array;
 * only what straddles pieces is copied, and never more than the step's own count. Behind a {@link Step.Decode} the
 * octets pass through decoders first, the outermost first, and positions count what comes out of the innermost.
 *
 * <p>While nothing can be decoded a {@link Search} may be under way. It keeps octets until it knows where to go on, and
 * plays them from there before anything that came later.
 */
public final class StepDriver implements StreamInput {

    /** Octets copied at a time when a step wants an array. */
    private static final int COPIED = 1 << 12;

    private final Boundaries boundaries;
    private final Supplier<Step> start;

    private @Nullable Step step;
    private final HeldOctets held = new HeldOctets();
    private final List<Decoder> decoders = new ArrayList<>();
    private byte[] copied = new byte[0];
    private long streamLeft;
    private long position;

    private Undecoded undecoded = new Undecoded(0, 0);
    private long missingBeforeSearch;

    /** Looks for a place to go on while nothing can be decoded. */
    private @Nullable Search search;

    /** What was taken out of the way of octets that come before it, the next at the end. */
    private final ArrayDeque<Source> sources = new ArrayDeque<>();

    /** Octets that were kept, to be played in parts; false when there are none left. */
    @FunctionalInterface
    private interface Source {
        boolean play();
    }

    public StepDriver(Supplier<Step> start, Boundaries boundaries) {
        this.start = start;
        this.boundaries = boundaries;
    }

    @Override
    public void bytes(byte[] buffer, int offset, int length, long time) {
        boundaries.now(time);
        feed(0, buffer, offset, length, time);
        drain(0);
    }

    @Override
    public void bytes(ByteBuffer buffer, int offset, int length, long time) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int taken = glance(buffer, at, end - at, time);
            if (taken == 0) {
                taken = Math.min(end - at, COPIED);
                copied = copied.length == 0 ? new byte[COPIED] : copied;
                buffer.get(at, copied, 0, taken);
                bytes(copied, 0, taken, time);
            }
            at += taken;
        }
    }

    /** The octets that the step under way takes as they are; 0 when it wants a copy. */
    private int glance(ByteBuffer buffer, int at, int length, long time) {
        if (!decoders.isEmpty() || !(settled() instanceof Step.Stream stream)) {
            return 0;
        }
        boundaries.now(time);
        int taken = stream.pieces().glance(buffer, at, (int) Math.min(streamLeft, length));
        position += taken;
        streamLeft -= taken;
        if (streamLeft == 0) {
            become(stream.then().get());
        }
        return taken;
    }

    /** Plays the sources above the lowest {@code floor} ones. */
    private void drain(int floor) {
        while (sources.size() > floor) {
            Source next = sources.getLast();
            if (!next.play()) {
                sources.remove(next);
            }
        }
    }

    /** Octets that came out of the decoders before {@code level} go through that one, or to the steps behind the last. */
    private void feed(int level, byte[] buffer, int offset, int length, long time) {
        if (level >= decoders.size()) {
            run(buffer, offset, length, time);
            return;
        }
        Decoder decoder = decoders.get(level);
        int taken = decoder.octets(buffer, offset, length, (octets, index, count) -> {
            feed(level + 1, octets, index, count, time);
        });
        if (decoder.isOver()) {
            decoder.reportOver(position + held.count());
            giveUp(level, GapCause.UNDECODABLE, time);
            run(buffer, offset + taken, length - taken, time);
        }
    }

    private void run(byte[] buffer, int offset, int length, long time) {
        int level = decoders.size();
        int at = offset;
        int end = offset + length;
        Step current = settled();
        while (at < end) {
            if (decoders.size() > level) {
                feed(level, buffer, at, end - at, time);
                return;
            }
            if (current instanceof Step.Stream stream) {
                int taken = (int) Math.min(streamLeft, end - at);
                stream.pieces().octets(buffer, at, taken);
                at += taken;
                streamLeft -= taken;
                position += taken;
                current = streamLeft == 0 ? become(stream.then().get()) : current;
            } else if (current instanceof Step.Read read) {
                int taken = Math.min(read.count() - held.count(), end - at);
                if (held.count() == 0 && taken == read.count()) {
                    Slice slice = new Slice(buffer, at, taken, position, time, ByteOrder.LITTLE_ENDIAN);
                    position += taken;
                    current = become(read.then().apply(slice));
                } else {
                    held.add(buffer, at, taken, time);
                    if (held.count() == read.count()) {
                        Slice slice = held.release(position);
                        position += slice.length();
                        current = become(read.then().apply(slice));
                    }
                }
                at += taken;
            } else if (current instanceof Step.Peek peek) {
                int taken = Math.min(peek.count() - held.count(), end - at);
                held.addPiece(buffer, at, taken, time);
                at += taken;
                if (held.count() == peek.count()) {
                    current = peeked(peek);
                    boundaries.now(time);
                }
            } else if (current instanceof Step.Until until) {
                current = awaited(until, buffer[at++], time);
            } else {
                opaque(buffer, at, end - at, time);
                return;
            }
        }
    }

    /** Octets that cannot be decoded pass, unless a place to go on is found among them. */
    private void opaque(byte[] buffer, int at, int count, long time) {
        Search running = search;
        if (running == null) {
            present(count);
            return;
        }
        int taken = running.octets(buffer, at, count, time);
        present(taken);
        if (taken < count) {
            behind(() -> run(buffer, at + taken, count - taken, time));
        }
        resume();
    }

    /** Does it once everything that comes before has been played. */
    private void behind(Runnable once) {
        AtomicBoolean done = new AtomicBoolean();
        sources.add(() -> {
            boolean due = !done.getAndSet(true);
            if (due) {
                once.run();
            }
            return due;
        });
    }

    /** Goes on where the search has found something. */
    private void resume() {
        Search running = search;
        Search.Found found = running == null ? null : running.found();
        if (running == null || found == null) {
            return;
        }
        search = null;
        long missing = missingBeforeSearch + found.missing();
        long from = undecoded.from();
        boundaries.now(found.time());
        boundaries.resumed(
                new Boundaries.Tail(from, found.offset() - from - missing, missing, undecoded.cause()), found);
        position = found.offset();
        become(found.then().get());
        sources.add(() -> running.play(new Search.Player() {
            @Override
            public void bytes(byte[] octets, int index, int length, long time) {
                boundaries.now(time);
                run(octets, index, length, time);
            }

            @Override
            public void gap(long octets, GapCause why, long time) {
                boundaries.now(time);
                lose(octets, why, time);
            }
        }));
    }

    /** Hands the octets looked at to the peek's continuation, then runs what it returns over them, each at its time. */
    private Step peeked(Step.Peek peek) {
        List<HeldOctets.Piece> pieces = held.pieces();
        Slice seen = held.release(position).copy();
        int level = decoders.size();
        become(peek.then().apply(seen));
        int from = 0;
        int waiting = sources.size();
        for (HeldOctets.Piece piece : pieces) {
            boundaries.now(piece.time());
            feed(level, seen.octets(), from, piece.end() - from, piece.time());
            drain(waiting);
            from = piece.end();
        }
        return settled();
    }

    /** Takes one octet of those passed over. */
    private Step awaited(Step.Until until, byte octet, long time) {
        if (held.count() > 0 && (octet & 0xff) != until.text().charAt(held.count())) {
            passOver();
        }
        if ((octet & 0xff) == until.text().charAt(held.count())) {
            held.add(new byte[] {octet}, 0, 1, time);
        } else {
            present(1);
        }
        if (held.count() == until.text().length()) {
            boundaries.passedOver(undecoded.tail(), time);
            Slice found = held.release(position);
            position += found.length();
            return become(until.then().apply(found));
        }
        if (position - until.from() > until.most()) {
            passOver();
            step = Step.opaque(until.from());
        }
        return settled();
    }

    /** So many octets pass that nothing decodes. */
    private void present(int octets) {
        undecoded.present(octets);
        position += octets;
    }

    /** What is held is not what is searched for. */
    private void passOver() {
        present(held.drop());
    }

    /** The decoders from {@code level} on cannot go on; what they and the step under way hold belongs to nothing. */
    private void giveUp(int level, GapCause cause, long time) {
        int present = held.drop();
        for (Decoder decoder : decoders.subList(level, decoders.size())) {
            present += decoder.held();
            decoder.close();
        }
        decoders.subList(level, decoders.size()).clear();
        if (settled() instanceof Step.Until until) {
            step = Step.opaque(until.from());
        } else if (!(settled() instanceof Step.Opaque)) {
            become(Step.opaque(boundaries.lost(position, cause, time)));
            undecoded.because(cause);
        }
        present(present);
    }

    @Override
    public void gap(long octets, GapCause cause, long time) {
        boundaries.now(time);
        if (!decoders.isEmpty()) {
            decoders.get(0).reportLost(position + held.count());
            giveUp(0, cause, time);
        }
        lose(octets, cause, time);
        drain(0);
    }

    private void lose(long octets, GapCause cause, long time) {
        long left = octets;
        while (left > 0) {
            Step current = settled();
            if (current instanceof Step.Stream stream) {
                long absorbed = Math.min(left, streamLeft);
                boundaries.absorbed(position, absorbed, cause, time);
                stream.pieces().missing(absorbed);
                position += absorbed;
                streamLeft -= absorbed;
                left -= absorbed;
                if (streamLeft == 0) {
                    become(stream.then().get());
                }
            } else if (current instanceof Step.Opaque || current instanceof Step.Until) {
                passOver();
                Search running = search;
                if (running != null && !running.gap(left, cause, time)) {
                    long rest = left;
                    behind(() -> lose(rest, cause, time));
                    resume();
                    return;
                }
                undecoded.missing(left, cause);
                position += left;
                left = 0;
            } else {
                long from = boundaries.lost(position, cause, time);
                int present = held.drop();
                become(Step.opaque(from));
                undecoded.because(cause);
                present(present);
                searchFrom(from);
            }
        }
    }

    private void searchFrom(long from) {
        missingBeforeSearch = undecoded.missing();
        search = decoders.isEmpty() ? boundaries.search(from, position) : null;
    }

    @Override
    public long memory() {
        long sum = held.memory() + (search == null ? 0 : search.memory());
        if (step instanceof Step.Stream stream) {
            sum += stream.pieces().memory();
        }
        for (Decoder decoder : decoders) {
            sum += decoder.memory();
        }
        return sum;
    }

    @Override
    public void found(String code, String text, long time) {
        boundaries.found(position + held.count(), code, text, time);
    }

    @Override
    public void end(EndReason reason, long time) {
        for (int level = 0; level < decoders.size(); level++) {
            if (!decoders.get(level).end(position + held.count())) {
                giveUp(level, GapCause.TRUNCATED, time);
            }
        }
        decoders.forEach(Decoder::close);
        decoders.clear();
        Step current = settled();
        while (current instanceof Step.Peek || search != null) {
            if (current instanceof Step.Peek peek) {
                peeked(peek);
            } else {
                endSearch();
            }
            current = settled();
        }
        if (current instanceof Step.Opaque || current instanceof Step.Until) {
            passOver();
            boundaries.ended(position, position, 0, undecoded.isEmpty() ? null : undecoded.tail(), reason, time);
        } else if (current instanceof Step.Stream) {
            boundaries.ended(position, position, streamLeft, null, reason, time);
        } else {
            int wanted = ((Step.Read) current).count() - held.count();
            long end = position + held.count();
            boundaries.ended(end, position, held.count() == 0 ? 0 : wanted, null, reason, time);
        }
    }

    private void endSearch() {
        Search running = search;
        if (running != null) {
            running.end();
            resume();
            drain(0);
            search = search == running ? null : search;
        }
    }

    private Step settled() {
        Step current = step;
        return current == null ? become(start.get()) : current;
    }

    /** Makes {@code next} the current step, passing through streams of no octets and taking on decoders. */
    private Step become(Step next) {
        Step current = passedThrough(next);
        if (current instanceof Step.Stream stream) {
            streamLeft = stream.count();
        } else if (current instanceof Step.Opaque opaque) {
            nothingFrom(opaque.from());
        } else if (current instanceof Step.Until until) {
            nothingFrom(until.from());
        } else if (current instanceof Step.Lost lost) {
            nothingFrom(lost.from());
            step = Step.opaque(lost.from());
            searchFrom(lost.from());
            return settled();
        }
        step = current;
        return current;
    }

    private void nothingFrom(long from) {
        undecoded = new Undecoded(from, position - from);
    }

    private Step passedThrough(Step next) {
        Step current = next;
        while (true) {
            if (current instanceof Step.Stream stream && stream.count() == 0) {
                current = stream.then().get();
            } else if (current instanceof Step.Decode decode) {
                decoders.add(decode.decoder());
                current = decode.then().get();
            } else {
                return current;
            }
        }
    }
}
