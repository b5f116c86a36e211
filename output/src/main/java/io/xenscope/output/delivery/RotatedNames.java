package io.xenscope.output.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names of files put aside: {@code events.ndjson.gz} becomes {@code events-20260131T120000.000Z.ndjson.gz}. */
final class RotatedNames {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String TIME_FORM = "\\d{8}T\\d{6}\\.\\d{3}Z(?:\\.\\d+)?";

    private final Path path;
    private final String stem;
    private final String extension;

    RotatedNames(Path path) {
        this.path = path;
        String name = path.getFileName() == null ? "" : path.getFileName().toString();
        // The first dot, so that the extensions stay together; one at the beginning belongs to the stem.
        int dot = name.indexOf('.', 1);
        this.stem = dot < 0 ? name : name.substring(0, dot);
        this.extension = dot < 0 ? "" : name.substring(dot);
    }

    boolean isCompressed() {
        return extension.endsWith(".gz") || isZstd();
    }

    boolean isZstd() {
        return extension.endsWith(".zst");
    }

    /** Moves the file aside and deletes the oldest ones beyond {@code keep}, unless that is 0. */
    void putAside(Instant now, int keep) throws IOException {
        String time = stem + "-" + TIME.format(now);
        Path aside = path.resolveSibling(time + extension);
        for (int i = 2; Files.exists(aside); i++) {
            aside = path.resolveSibling(time + "." + i + extension);
        }
        Files.move(path, aside);
        if (keep <= 0) {
            return;
        }
        Pattern form = Pattern.compile(Pattern.quote(stem + "-") + TIME_FORM + Pattern.quote(extension));
        Path folder = path.toAbsolutePath().getParent();
        try (Stream<Path> files = Files.list(folder == null ? Path.of(".") : folder)) {
            List<Path> old = files.filter(
                            file -> form.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
            for (Path file : old.subList(0, Math.max(0, old.size() - keep))) {
                Files.deleteIfExists(file);
            }
        }
    }
}
