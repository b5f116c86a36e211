package io.xenscope.dissect.event;

/** Takes events in order. */
@FunctionalInterface
public interface EventSink {
    void accept(Event event);
}
