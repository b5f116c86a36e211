package io.xenscope.dissect.engine;

import java.util.function.Function;
import java.util.function.Supplier;

/** What an incremental format wants next. Formats return the next step from each one, so they read like a grammar. */
public sealed interface Step {

    /**
     * Exactly {@code count} octets, handed over as one slice. Meant for headers: octets lost here cost the framing.
     */
    record Read(int count, Function<Slice, Step> then) implements Step {}

    /** {@code count} octets passed on in pieces as they come; octets lost inside are survived. */
    record Stream(long count, PieceConsumer pieces, Supplier<Step> then) implements Step {}

    /**
     * {@code count} octets looked at without taking them; fewer when the direction ends before. Only at the boundary
     * of framing elements.
     */
    record Peek(int count, Function<Slice, Step> then) implements Step {}

    /**
     * Everything from {@code from} (not behind the present position) to the end of the direction belongs to nothing
     * that can be decoded.
     */
    record Opaque(long from) implements Step {}

    /**
     * Octets passed over from {@code from} (not behind the present position) until {@code text} is found, which is handed
     * over, or {@code most} octets were passed over; then everything from {@code from} on is opaque. {@code text} is ISO 8859-1;
     * its first character must stand in it once.
     */
    record Until(long from, String text, int most, Function<Slice, Step> then) implements Step {}

    /**
     * Octets that were seen cannot be what they should: everything from {@code from} on, not behind the present position,
     * belongs to nothing, but further on there may be something.
     */
    record Lost(long from) implements Step {}

    /** From here on the octets pass through {@code decoder}; what it makes of them is what the steps behind see. */
    record Decode(Decoder decoder, Supplier<Step> then) implements Step {}

    static Step read(int count, Function<Slice, Step> then) {
        return new Read(count, then);
    }

    static Step stream(long count, PieceConsumer pieces, Supplier<Step> then) {
        return new Stream(count, pieces, then);
    }

    static Step peek(int count, Function<Slice, Step> then) {
        return new Peek(count, then);
    }

    static Step decode(Decoder decoder, Supplier<Step> then) {
        return new Decode(decoder, then);
    }

    static Step until(long from, String text, int most, Function<Slice, Step> then) {
        return new Until(from, text, most, then);
    }

    static Step lost(long from) {
        return new Lost(from);
    }

    static Step opaque(long from) {
        return new Opaque(from);
    }
}
