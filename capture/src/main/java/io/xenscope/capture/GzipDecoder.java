package io.xenscope.capture;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Hands over what stands before damage, whatever the size of reads: the decoder of the platform forgets what it had decoded
 * in the call that meets the damage, so that what is lost would depend on how the octets came.
 */
final class GzipDecoder extends GZIPInputStream {

    private @Nullable ZipException damage;

    GzipDecoder(InputStream in, int buffer) throws IOException {
        super(in, buffer);
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        ZipException known = damage;
        if (known != null) {
            throw known;
        }
        long before = inf.getBytesWritten();
        try {
            return super.read(into, at, length);
        } catch (ZipException found) {
            long decoded = inf.getBytesWritten() - before;
            if (decoded <= 0 || decoded > length) {
                throw found;
            }
            damage = found;
            return (int) decoded;
        }
    }
}
