package io.xenscope.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The samples folder of the project. */
final class Samples {

    static final Path FOLDER = Path.of("..", "samples").toAbsolutePath().normalize();

    private Samples() {}

    static Path path(String name) {
        return FOLDER.resolve(name);
    }

    /** The captures and images that have a record table beside them. */
    static List<Path> withRecordTable() {
        return list(".records.tsv").flatMap(Samples::streamsBeside).toList();
    }

    /** All captures and images. */
    static List<Path> all() {
        return list("").filter(file -> !file.toString().matches(".*\\.(tsv|tsv\\.xz|json)"))
                .toList();
    }

    /** What an independent parser found in legacy streams, each beside its stream. */
    static List<Path> truths() {
        return list(".truth.json").toList();
    }

    /** The record table of a capture or image. */
    static Path recordTable(Path stream) {
        String name = stream.getFileName().toString();
        return stream.resolveSibling(sampleName(name) + ".records.tsv");
    }

    private static String sampleName(String file) {
        return file.replaceAll("\\.(send|recv)?\\.?(pcap|pcapng)\\.xz$|\\.(xl\\.img|bin)\\.xz$", "");
    }

    private static Stream<Path> streamsBeside(Path table) {
        return list(".xz").filter(file -> recordTable(file).equals(table));
    }

    private static Stream<Path> list(String ending) {
        try (Stream<Path> captures = Files.list(path("captures"));
                Stream<Path> images = Files.list(path("images"))) {
            return Stream.concat(captures, images)
                    .filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
