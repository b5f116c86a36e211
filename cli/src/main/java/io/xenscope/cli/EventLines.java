package io.xenscope.cli;

import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.EventSink;
import java.io.ByteArrayOutputStream;
import java.io.Flushable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import java.util.function.Predicate;

/** Makes events into lines, those that are wanted. */
final class EventLines {

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream(1 << 12);
    private final Predicate<Event> wanted;
    private final EventSink sink;
    private final Flushable flushing;

    <T extends EventSink & Flushable> EventLines(Predicate<Event> wanted, Function<ByteArrayOutputStream, T> form) {
        this.wanted = wanted;
        T writer = form.apply(octets);
        this.sink = writer;
        this.flushing = writer;
    }

    /** False when a filter does not want the event. */
    boolean want(Event event) {
        return wanted.test(event);
    }

    /** The octets of the event's line, its end included. */
    byte[] of(Event event) {
        octets.reset();
        sink.accept(event);
        try {
            flushing.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be written to", e);
        }
        return octets.toByteArray();
    }
}
