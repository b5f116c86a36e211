package io.xenscope.output;

import io.xenscope.dissect.event.Event;
import java.util.function.Predicate;

/**
 * The filter language: expressions of the Common Expression Language (CEL) over the events as they are written.
 *
 * <p>Variables are the top-level objects of the JSON ({@code event}, {@code xenscope}, {@code source}, {@code
 * destination}, {@code network}, {@code file}, {@code observer}, {@code labels}, {@code ecs}, {@code rule}, {@code
 * message}) and, for short, {@code time} (the timestamp as text), {@code action} (of {@code event}) and the members of
 * {@code xenscope} by their names: {@code record}, {@code batch}, {@code compressed}, {@code round}, {@code
 * checkpoint}, {@code gap}, {@code expert}, {@code migration}, {@code progress}, {@code totals}, {@code drop}, {@code
 * layer}, {@code direction}, {@code offset}, {@code length}, {@code outcome}, {@code reason}. An object the event lacks
 * is empty, so that {@code has(batch.pages)} is false instead of an error. Decoded fields have their plain values, and
 * lists all elements that are known. Members can be optional, as in {@code record.?fields.?marker}.
 */
public final class EventFilter {
    private EventFilter() {}

    /**
     * The filter over events as they are written by default.
     *
     * @throws IllegalArgumentException when the expression is wrong; the message tells where and why
     */
    public static Predicate<Event> compile(String expression) {
        return compile(expression, OutputOptions.defaults(""));
    }

    /**
     * The filter over events as they are written with these options; of them only the observer, the labels and
     * whether guest text is shown matter. An event on which the expression cannot be evaluated, such as for want of a
     * field, is not matched. The filter can be used by several threads.
     *
     * @throws IllegalArgumentException when the expression is wrong; the message tells where and why
     */
    public static Predicate<Event> compile(String expression, OutputOptions options) {
        // Only this call touches the expression library: without a filter none of it is loaded.
        return CelFilter.compile(expression, options);
    }
}
