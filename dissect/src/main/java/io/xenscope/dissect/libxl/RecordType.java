package io.xenscope.dissect.libxl;

import io.xenscope.dissect.fields.RecordBody;

/**
 * A type of libxl record.
 *
 * @param id number on the wire
 * @param name Xen's name
 * @param limit longest body that is believed, in octets
 * @param body reads a body
 */
record RecordType(long id, String name, long limit, BodyFactory body) {

    @FunctionalInterface
    interface BodyFactory {
        /** @param offset where the body begins */
        RecordBody body(StreamState stream, long offset);
    }
}
