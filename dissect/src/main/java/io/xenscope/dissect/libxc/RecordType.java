package io.xenscope.dissect.libxc;

import io.xenscope.dissect.fields.RecordBody;

/**
 * A type of libxc record.
 *
 * @param id number on the wire
 * @param name Xen's name
 * @param guests the guests whose images carry it
 * @param rank place in the order real senders write (modern-stream specification 4.10); equal ranks may mix; 0 for
 *     types that have no place there
 * @param body reads a body
 */
record RecordType(long id, String name, Guests guests, int rank, BodyFactory body) {

    enum Guests {
        ALL,
        PV,
        HVM
    }

    @FunctionalInterface
    interface BodyFactory {
        /**
         * @param offset where the body begins
         * @param length its octets, as the header says
         */
        RecordBody body(ImageState image, long offset, long length);
    }
}
