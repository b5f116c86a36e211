package io.xenscope.dissect.legacy.compressed;

/** Hears what the decoder finds, record by record. */
public interface PageRecords {

    /** The kinds of record. */
    enum Kind {
        EMPTY,
        FULL,
        DELTA
    }

    /** A record begins at {@code offset}. */
    void begins(long offset);

    /** The page becomes {@code octets[index .. index + 4096)}. */
    void full(byte[] octets, int index);

    /** {@code length} octets of the page from {@code at} on are new. */
    void run(int at, byte[] octets, int index, int length);

    /**
     * The record is complete.
     *
     * @param literalWords words of the page it carries
     * @param canonical whether a real sender would write it so
     * @param end offset behind its last octet
     */
    void complete(Kind kind, int literalWords, boolean canonical, long end);

    /** The record cannot be decoded, and nothing behind it, because of the octet at {@code offset}. */
    void failed(PageRecordDecoder.Failure why, long offset);
}
