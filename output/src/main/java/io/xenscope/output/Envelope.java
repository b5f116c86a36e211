package io.xenscope.output;

import io.xenscope.dissect.event.Event;

/** What stands around an event. */
interface Envelope {

    /** Writes the event as one object. */
    void write(TreeWriter tree, Event event, Cut cut);
}
