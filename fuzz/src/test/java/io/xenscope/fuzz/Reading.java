package io.xenscope.fuzz;

import io.xenscope.capture.CaptureLimits;
import io.xenscope.capture.OctetInput;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.detect.Format;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.dissect.input.FileInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;

/** What octets are taken for. */
@FunctionalInterface
interface Reading {

    /** The events of octets that come in two pieces, which are held to what is promised of every input. */
    List<Event> read(byte[] octets, int parted);

    /** A file; {@code as} null to detect its format. */
    static Reading file(Format as) {
        return (octets, parted) -> Trial.parted(octets, as, parted);
    }

    /** A script of {@link Talk}. */
    static Reading talk() {
        return Talk::parted;
    }

    static Reading capture() {
        return (octets, parted) -> {
            List<Event> events = CaptureFuzzTest.read(octets, pieces(octets, parted), CaptureLimits.DEFAULT);
            Promises.check(events);
            return events;
        };
    }

    /** A compressed file of a stream: what could be decompressed is decoded. */
    static Reading compressed() {
        return (octets, parted) -> {
            List<Event> events = new ArrayList<>();
            FileInput file = new Dissector(Trial.options(Trial.chance(octets)), events::add).file("f", "f", null);
            long count = decompressed(pieces(octets, parted), file);
            for (Promises.Account account : Promises.check(events).values()) {
                Promises.require(
                        !account.comparable() || account.forward() + account.back() == count, count + " octets");
            }
            return events;
        };
    }

    private static long decompressed(InputStream pieces, FileInput file) {
        byte[] piece = new byte[1 << 14];
        long octets = 0;
        try (OctetInput input = OctetInput.of(pieces, "damaged")) {
            for (int count = input.read(piece, 0, piece.length);
                    count >= 0;
                    count = input.read(piece, 0, piece.length)) {
                file.bytes(piece, 0, count, 0);
                octets += count;
            }
            file.end(EndReason.FIN, 0);
        } catch (IOException e) {
            Promises.require(e.getMessage() != null, "an exception that says what is wrong");
            file.end(EndReason.INPUT_ERROR, 0);
        }
        return octets;
    }

    private static InputStream pieces(byte[] octets, int parted) {
        return new SequenceInputStream(
                new ByteArrayInputStream(octets, 0, parted),
                new ByteArrayInputStream(octets, parted, octets.length - parted));
    }
}
