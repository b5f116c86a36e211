package io.xenscope.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.xenscope.capture.CaptureLimits;
import io.xenscope.capture.CaptureReader;
import io.xenscope.capture.Connection;
import io.xenscope.capture.OctetInput;
import io.xenscope.dissect.ConnectionInput;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.input.Dissector;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Captures of every kind, from the file format up to the migrations inside. */
class CaptureFuzzTest {

    /** So small that every limit is met. */
    private static final CaptureLimits TIGHT = new CaptureLimits(2000, 5000, 3000, 2, Duration.ofSeconds(1), 2, 20_000);

    static Stream<byte[]> pcaps() throws IOException {
        return Packets.captures(false);
    }

    static Stream<byte[]> pcapngs() throws IOException {
        return Packets.captures(true);
    }

    @MethodSource("pcaps")
    @FuzzTest
    void pcap(byte[] octets) {
        check(octets);
    }

    @MethodSource("pcapngs")
    @FuzzTest
    void pcapng(byte[] octets) {
        check(octets);
    }

    /** One packet per line of a script, so that packets stay packets: see {@link Packets}. */
    @MethodSource("io.xenscope.fuzz.Packets#scripts")
    @FuzzTest
    void packets(byte[] script) {
        check(Packets.capture(script));
    }

    static void check(byte[] octets) {
        CaptureLimits limits = Trial.chance(octets).nextBoolean() ? TIGHT : CaptureLimits.DEFAULT;
        List<Event> whole = read(octets, new ByteArrayInputStream(octets), limits);
        Promises.check(whole);
        Random chance = Trial.chance(octets);
        if (chance.nextInt(8) == 0) {
            Lines.check(whole, chance);
        }
        List<Event> pieces = read(octets, new Trickle(octets), limits);
        Promises.require(pieces.equals(whole), "the same events for every way of reading");
    }

    static List<Event> read(byte[] octets, InputStream stream, CaptureLimits limits) {
        List<Event> events = new ArrayList<>();
        Dissector dissector = new Dissector(Trial.options(Trial.chance(octets)), events::add);
        List<Watched> connections = new ArrayList<>();
        // Octets of a seed are not compressed: what is behind a decompressor is another target.
        try (OctetInput input = OctetInput.of(stream, "fuzz")) {
            CaptureReader reader = new CaptureReader(
                    input,
                    connection -> {
                        Watched watched = new Watched(open(dissector, connection));
                        connections.add(watched);
                        return watched;
                    },
                    limits,
                    notice -> Promises.require(!notice.text().isEmpty(), "a notice says something"));
            reader.run();
        } catch (IOException e) {
            Promises.require(octets.length < 4 || looksCompressed(octets), "readable: " + e);
        } catch (UncheckedIOException e) {
            throw new AssertionError("nothing but reading fails", e);
        }
        connections.forEach(Watched::ended);
        return events;
    }

    private static ConnectionInput open(Dissector dissector, Connection found) {
        return dissector.connection("f", found.first(), found.second(), found.firstTime(), found.synSeen(), null);
    }

    private static boolean looksCompressed(byte[] octets) {
        int magic = octets[0] & 0xff;
        return magic == 0x1f
                || magic == 0x28
                || magic == 0xfd
                || magic == 0x04
                || magic == 0x42
                || magic == 0x89
                || magic == 0x02
                || (magic & 0xf0) == 0x50;
    }
}
