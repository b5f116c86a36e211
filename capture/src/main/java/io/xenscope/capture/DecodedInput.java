package io.xenscope.capture;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** What is inside a compressed input. */
final class DecodedInput extends OctetInput {

    private final OctetInput outer;
    private final Compression compression;
    private final InputStream decoder;
    private final SourceStream source;
    private final DecompressionLimits limits;
    private long given;

    DecodedInput(
            OctetInput outer,
            Compression compression,
            InputStream decoder,
            SourceStream source,
            DecompressionLimits limits) {
        this.outer = outer;
        this.compression = compression;
        this.decoder = decoder;
        this.source = source;
        this.limits = limits;
    }

    @Override
    int fill(byte[] b, int off, int len) throws IOException {
        int count = decode(b, off, len);
        long most = count > 0 ? limits.most(source.taken()) : Long.MAX_VALUE;
        if (given >= most) {
            throw new DecompressionLimitException(outer.name() + ": more than "
                    + (given >= limits.octets()
                            ? limits.octets() + " octets come"
                            : limits.ratio() + " times as much comes")
                    + " out of " + compression.text + " near offset " + outer.position());
        }
        int allowed = (int) Math.min(count, most - given);
        given += Math.max(0, allowed);
        return allowed;
    }

    private int decode(byte[] b, int off, int len) throws IOException {
        try {
            int count;
            long before;
            do {
                before = source.taken();
                count = some(b, off, len);
                // The decoder of LZ4 takes two empty blocks in a row for the end.
            } while (count < 0 && source.available() > 0 && source.taken() > before);
            if (count < 0 && source.available() > 0) {
                throw new IOException("something else follows");
            }
            return count;
        } catch (IOException | RuntimeException problem) {
            throw failure(outer, compression, problem);
        }
    }

    /** Reading nothing is not the end for every decoder, but never for good. */
    private int some(byte[] b, int off, int len) throws IOException {
        int count = decoder.read(b, off, len);
        if (count != 0) {
            return count;
        }
        int octet = decoder.read();
        if (octet < 0) {
            return -1;
        }
        b[off] = (byte) octet;
        return 1;
    }

    static IOException failure(OctetInput outer, Compression compression, Throwable problem) {
        String why = problem.getMessage() == null ? problem.getClass().getSimpleName() : problem.getMessage();
        return new IOException(
                outer.name() + ": cannot be decompressed (" + compression.text + ") near offset " + outer.position()
                        + ": " + why,
                problem);
    }

    @Override
    public long position() {
        return outer.position();
    }

    @Override
    public long size() {
        return outer.size();
    }

    @Override
    public @Nullable String compression() {
        String around = outer.compression();
        return around == null ? compression.text : around + "+" + compression.text;
    }

    @Override
    String name() {
        return outer.name();
    }

    @Override
    public void close() throws IOException {
        decoder.close();
    }
}
