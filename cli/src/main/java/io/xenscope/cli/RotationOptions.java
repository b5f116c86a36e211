package io.xenscope.cli;

import io.xenscope.capture.RecordingFiles;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How packets are spread over files. */
final class RotationOptions {

    @Option(
            names = "--rotate",
            paramLabel = "SIZE",
            defaultValue = "0",
            converter = LiveOptions.Size.class,
            description = "Begin a new packet file (NAME-00001 and so on) after so many octets; k, m and g are"
                    + " understood. Joined in order they are one capture. Default: one file.")
    private long rotate;

    @Option(
            names = "--keep",
            paramLabel = "N",
            defaultValue = "0",
            description = "With --rotate, delete older packet files. Default: all are kept.")
    private int keep;

    /** The files to write, named after {@code path}. */
    RecordingFiles files(Path path) {
        return new RecordingFiles(path, rotate, keep);
    }
}
