package io.xenscope.capture;

import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Hands over what stands before damage, whatever the size of reads: the decoder of the platform forgets what it had decoded
 * in the call that meets the damage, so that what is lost would depend on how the octets came. It also takes whatever
 * stands behind a member and is none for the end, a member cut short included; here that is damage.
 */
final class GzipDecoder extends GZIPInputStream {

    /** Sum and length behind the data of a member. */
    private static final int TRAILER = 8;

    private final SourceStream source;

    /** Octets taken when the inflater got its latest ones. */
    private long filled;

    private @Nullable ZipException damage;

    GzipDecoder(SourceStream source, int buffer) throws IOException {
        super(source, buffer);
        this.source = source;
    }

    @Override
    protected void fill() throws IOException {
        super.fill();
        filled = source.taken();
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        ZipException known = damage;
        if (known != null) {
            throw known;
        }
        long before = inf.getBytesWritten();
        int count;
        try {
            count = super.read(into, at, length);
        } catch (ZipException found) {
            long decoded = inf.getBytesWritten() - before;
            if (decoded <= 0 || decoded > length) {
                throw found;
            }
            damage = found;
            return (int) decoded;
        }
        if (count < 0 && behind() > 0) {
            throw new ZipException("what follows the last member is none, or is cut short");
        }
        return count;
    }

    /** Octets taken from behind the last member. */
    private long behind() {
        return source.taken() - filled + inf.getRemaining() - TRAILER;
    }
}
