package io.xenscope.cli;

import io.xenscope.capture.CaptureFiles;
import io.xenscope.capture.CaptureNotice;
import io.xenscope.capture.CaptureReader;
import io.xenscope.capture.Connection;
import io.xenscope.capture.DecompressionLimitException;
import io.xenscope.capture.MappedFile;
import io.xenscope.capture.OctetInput;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.detect.OtherProtocol;
import io.xenscope.dissect.event.EventSink;
import io.xenscope.dissect.event.Severity;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.dissect.input.FileInput;
import io.xenscope.dissect.xapi.SeenConnections;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decodes inputs one after the other, each as what it turns out to be. */
final class Decoding {

    private static final int MAGIC = 24;
    private static final int IDENTITY = 1 << 16;
    private static final int PIECE = 1 << 17;
    private static final int SHOWN = 16;

    /** Makes the dissector for one connection or file. */
    @FunctionalInterface
    interface Dissectors {
        /**
         * @param events where its events go
         * @param others told of what holds something else
         * @param related what the dissectors of one capture share
         * @param connection what is dissected; null for a file
         */
        Dissector create(
                EventSink events,
                Consumer<OtherProtocol.Seen> others,
                SeenConnections related,
                @Nullable Connection connection);
    }

    private final InputOptions options;
    private final EventSink sink;
    private final Dissectors dissectors;
    private final PrintWriter err;
    private final boolean verbose;
    private final ProgressDisplay progress;
    private final Stop stop;
    private final boolean pacing;

    /** @param pacing whether connections of captures tell what held up their octets */
    Decoding(
            InputOptions options,
            EventSink sink,
            Dissectors dissectors,
            PrintWriter err,
            boolean verbose,
            ProgressDisplay progress,
            Stop stop,
            boolean pacing) {
        this.options = options;
        this.sink = sink;
        this.dissectors = dissectors;
        this.err = err;
        this.verbose = verbose;
        this.progress = progress;
        this.stop = stop;
        this.pacing = pacing;
    }

    /** Decodes all of {@code names}, files, folders or {@code -}; the worst status counts. */
    ExitStatus all(List<String> names) {
        ExitStatus status = ExitStatus.COMPLETE;
        for (String name : names) {
            if (stop.isAsked()) {
                return status.worse(ExitStatus.INCOMPLETE);
            }
            status = status.worse(Files.isDirectory(Path.of(name)) ? folder(Path.of(name)) : one(name));
        }
        return status;
    }

    private ExitStatus folder(Path folder) {
        ExitStatus status = ExitStatus.COMPLETE;
        int captures = 0;
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path file : entries.filter(Files::isRegularFile).sorted().toList()) {
                if (isCapture(file)) {
                    captures++;
                    status = status.worse(one(file.toString()));
                }
            }
        } catch (IOException e) {
            return complain(folder.toString(), "cannot be listed: " + e.getMessage());
        }
        return captures == 0 ? complain(folder.toString(), "no capture in this folder") : status;
    }

    private static boolean isCapture(Path file) {
        try (OctetInput input = OctetInput.open(file)) {
            return CaptureFiles.isCapture(input.peek(MAGIC));
        } catch (IOException e) {
            return false;
        }
    }

    private ExitStatus one(String name) {
        boolean standardInput = name.equals("-");
        try (OctetInput input = standardInput
                ? OctetInput.of(
                        new FileInputStream(FileDescriptor.in),
                        "standard input",
                        options.limits().files())
                : OctetInput.open(Path.of(name), options.limits().files())) {
            progress.begin(name, input.size(), input::position);
            OutcomeWatch watch = new OutcomeWatch(sink);
            String path = standardInput ? null : name;
            boolean capture = CaptureFiles.isCapture(input.peek(MAGIC));
            ExitStatus status = capture ? capture(name, path, input, watch) : stream(name, path, input, watch);
            return status.worse(watch.status());
        } catch (NoSuchFileException e) {
            return complain(name, "no such file");
        } catch (IOException e) {
            return complain(name, "cannot be read: " + e.getMessage());
        } finally {
            progress.close();
        }
    }

    private ExitStatus capture(String name, @Nullable String path, OctetInput input, OutcomeWatch watch)
            throws IOException {
        ExitStatus[] status = {ExitStatus.COMPLETE};
        SeenConnections related = new SeenConnections();
        CaptureReader reader = new CaptureReader(
                input,
                connection ->
                        options.open(dissectors.create(watch, watch::other, related, connection), path, connection),
                options.limits().captures(),
                notice -> status[0] = status[0].worse(notice(name, notice)),
                pacing);
        reader.run();
        if (watch.migrations() == 0) {
            String others = watch.others().isEmpty() ? "" : "; seen instead: " + watch.others();
            return complain(
                    name,
                    "no migration in this capture (" + reader.summary().packets() + " packets, "
                            + reader.summary().connections() + " TCP connections)" + others);
        }
        return status[0];
    }

    private ExitStatus notice(String name, CaptureNotice notice) {
        if (verbose || notice.severity() != Severity.NOTE) {
            err.println("xenscope: " + name + ":" + notice.fileOffset() + ": "
                    + notice.severity().text() + " " + notice.code() + " " + notice.text());
        }
        return notice.severity() == Severity.ERROR ? ExitStatus.UNUSABLE : ExitStatus.COMPLETE;
    }

    private ExitStatus stream(String name, @Nullable String path, OctetInput input, OutcomeWatch watch)
            throws IOException {
        byte[] head = input.peek(IDENTITY);
        FileInput file = dissectors
                .create(watch, watch::other, new SeenConnections(), null)
                .file(path, HexFormat.of().formatHex(head), options.as());
        long time = path == null ? 0 : FileTimes.modified(Path.of(path));
        EndReason reason;
        try {
            MappedFile mapped = input.mapped();
            reason = mapped == null ? pieces(input, file, time) : windows(mapped, file, time);
        } catch (IOException e) {
            if (e instanceof DecompressionLimitException) {
                file.found(DecompressionLimitException.CODE.id(), String.valueOf(e.getMessage()), time);
            }
            file.end(EndReason.INPUT_ERROR, time);
            throw e;
        }
        file.end(reason, time);
        if (!file.isRefused()) {
            return ExitStatus.COMPLETE;
        }
        boolean other = !watch.others().isEmpty();
        return complain(name, other ? "no migration: " + watch.others() : unrecognised(head, file.searched()));
    }

    private EndReason pieces(OctetInput input, FileInput file, long time) throws IOException {
        byte[] piece = new byte[PIECE];
        for (int count = input.read(piece, 0, PIECE); count >= 0; count = input.read(piece, 0, PIECE)) {
            file.bytes(piece, 0, count, time);
            if (file.isRefused()) {
                break;
            }
            if (stop.isAsked()) {
                return EndReason.CAPTURE_END;
            }
        }
        return EndReason.FIN;
    }

    private EndReason windows(MappedFile mapped, FileInput file, long time) throws IOException {
        try {
            long offset = 0;
            for (ByteBuffer window = mapped.window(0); window.capacity() > 0; window = mapped.window(offset)) {
                file.bytes(window, 0, window.capacity(), time);
                offset += window.capacity();
                if (file.isRefused()) {
                    break;
                }
                if (stop.isAsked()) {
                    return EndReason.CAPTURE_END;
                }
            }
            return EndReason.FIN;
        } catch (InternalError e) {
            throw mapped.failure(e);
        }
    }

    /** @param searched octets in which records were looked for behind the beginning */
    private static String unrecognised(byte[] head, long searched) {
        if (head.length == 0) {
            return "offset 0: the input is empty";
        }
        String found = HexFormat.ofDelimiter(" ").formatHex(head, 0, Math.min(head.length, SHOWN));
        String further = searched == 0 ? "" : "; no records of one in the first " + searched + " octets either";
        return "offset 0: expected a capture or a migration stream (see 'xenscope formats'), found " + found + further;
    }

    private ExitStatus complain(String name, String what) {
        err.println("xenscope: " + name + ": " + what);
        return ExitStatus.UNUSABLE;
    }
}
