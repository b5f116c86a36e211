package io.xenscope.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * Where a target makes its input up, the octets made are worth more than the fuzzer's own: they are kept in the folder that the
 * property {@code xenscope.finds} names.
 */
final class Finds {

    private Finds() {}

    static void keep(byte[] octets, Throwable problem) {
        String folder = System.getProperty("xenscope.finds");
        if (folder == null) {
            return;
        }
        CRC32 sum = new CRC32();
        sum.update(octets);
        try {
            Files.write(Path.of(folder, "find-" + Long.toHexString(sum.getValue()) + ".bin"), octets);
        } catch (IOException e) {
            problem.addSuppressed(e);
        }
    }
}
