package io.xenscope.dissect;

/**
 * Decompressors, which are native code and so come from outside. They do as they are told: what is a block, how long it
 * may be and what stands around it is the dissector's business.
 */
public interface Decompression {

    /** A decompressor of zstd streams. */
    Decompressor zstd();

    /** Takes decompressed octets; nothing is kept of the array after a call. */
    @FunctionalInterface
    interface Output {
        void octets(byte[] octets, int index, int length);
    }

    /** One stream being decompressed. Memory outside the heap is bounded by the window of the format. */
    interface Decompressor {
        /**
         * Takes the next header, block or checksum, whole, and gives what it holds.
         *
         * @return false when it is damaged; then nothing may follow
         */
        boolean next(byte[] octets, int index, int length, Output output);

        /** Gives back its memory; called once, last. */
        void close();
    }
}
