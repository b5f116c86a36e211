package io.xenscope.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.detect.Format;
import io.xenscope.dissect.event.Event;
import io.xenscope.samples.grammar.StreamWriter;
import io.xenscope.samples.legacy.LegacySamples;
import io.xenscope.samples.packet.CaptureFormat;
import io.xenscope.samples.packet.TcpOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One small stream of each kind of input, at every place of it: cut short, in two pieces, with an octet changed, with octets
 * lost. Decoding ends without an exception, every octet is accounted for, every event is one of the schema, and pieces
 * change nothing.
 */
class DamageTest {

    private static final int[] CHANGES = {0x01, 0x80, 0xff};
    private static final int LOST = 5;
    private static final int PART = 5;

    /** Of all that detection looks at. */
    private static final int BEGINNING = 64;

    private final Shapes shapes = new Shapes();

    /** Of seeds alike in all but the widths of some fields, these are looked at in part. */
    private static final Set<String> IN_PART = Set.of(
            "libxl plain",
            "libxl converted",
            "libvirt 1",
            "legacy hvm compressed 64",
            "legacy hvm live 32",
            "legacy hvm tmem 4.0.0",
            "legacy pv32 on 64",
            "legacy pv64 3.0",
            "legacy pv64 plain",
            "legacy-2011 hvm",
            "legacy-2011 pv");

    static Stream<SmallStream> files() throws IOException {
        List<SmallStream> streams = new ArrayList<>();
        Seeds.streams()
                .forEach((name, octets) -> streams.add(new SmallStream(
                        name, octets, IN_PART.contains(name) ? PART : 1, Reading.file(Seeds.formatOf(name)))));
        streams.add(new SmallStream(
                "legacy with a device", LegacySamples.hvmLiveWithDevice(8), PART, Reading.file(Format.LEGACY)));
        byte[] state = StateFuzzTest.deviceStates().findFirst().orElseThrow();
        streams.add(new SmallStream("libxl with devices", withDevices(state), PART, Reading.file(Format.LIBXL)));
        return streams.stream();
    }

    private static byte[] withDevices(byte[] state) {
        return StreamWriter.octets(w -> {
            w.libxl().header();
            w.libxl().libxcContext();
            StateFuzzTest.hvm(w);
            w.libxc().end();
            w.libxl().emulatorContext(2, 0, state);
            w.libxl().end();
        });
    }

    static Stream<SmallStream> conversations() {
        return Conversations.whole().entrySet().stream()
                .map(talk -> new SmallStream(
                        talk.getKey(), talk.getValue(), talk.getKey().startsWith("xapi") ? 2 : 1, Reading.talk()));
    }

    /** What stands at the beginning of files and connections decides what they are. */
    static Stream<SmallStream> beginnings() {
        return Stream.concat(
                Seeds.streams().entrySet().stream()
                        .map(file -> new SmallStream(file.getKey() + ", file", file.getValue(), 1, Reading.file(null))),
                Conversations.oneSided().entrySet().stream()
                        .map(talk ->
                                new SmallStream(talk.getKey() + ", connection", talk.getValue(), 1, Reading.talk())));
    }

    static Stream<SmallStream> containers() throws IOException {
        List<SmallStream> streams = new ArrayList<>();
        byte[] tiny = StreamWriter.octets(w -> {
            w.xl().header("{}");
            w.libxl().header();
            w.libxl().libxcContext();
            StateFuzzTest.hvm(w);
            w.libxc().end();
            w.libxl().end();
        });
        for (TcpOptions options : List.of(
                TcpOptions.of(CaptureFormat.PCAP).withMss(60),
                TcpOptions.of(CaptureFormat.PCAP_NANO).withMss(200),
                TcpOptions.of(CaptureFormat.PCAPNG).withIpv6().withMss(60))) {
            String name = options.format().toString().toLowerCase(Locale.ROOT);
            streams.add(new SmallStream(name, Packets.capture(options, tiny), 1, Reading.capture()));
        }
        CompressionFuzzTest.compressed()
                .forEach(octets -> streams.add(new SmallStream(
                        "compressed " + HexFormat.of().formatHex(octets, 0, 4), octets, 1, Reading.compressed())));
        return streams.stream();
    }

    static Stream<SmallStream> all() throws IOException {
        return Stream.of(files(), conversations(), containers()).flatMap(streams -> streams);
    }

    @ParameterizedTest
    @MethodSource("all")
    @Execution(ExecutionMode.CONCURRENT)
    void cutShort(SmallStream stream) {
        stream.places().forEach(end -> check(stream, "cut at " + end, Arrays.copyOf(stream.octets(), end)));
    }

    @ParameterizedTest
    @MethodSource("all")
    @Execution(ExecutionMode.CONCURRENT)
    void changed(SmallStream stream) {
        stream.places().forEach(at -> changed(stream, at));
    }

    @ParameterizedTest
    @MethodSource("beginnings")
    @Execution(ExecutionMode.CONCURRENT)
    void changedInTheBeginning(SmallStream stream) {
        stream.places().limit(BEGINNING).forEach(at -> changed(stream, at));
    }

    /** Some of these are too little to be recognised on a connection. */
    @ParameterizedTest
    @MethodSource("beginnings")
    @Execution(ExecutionMode.CONCURRENT)
    void partedInTheBeginning(SmallStream stream) {
        parted(stream, stream.read(stream.octets()), BEGINNING);
    }

    @ParameterizedTest
    @MethodSource("all")
    @Execution(ExecutionMode.CONCURRENT)
    void parted(SmallStream stream) {
        List<Event> whole = stream.read(stream.octets());
        assertThat(whole).isNotEmpty();
        parted(stream, whole, Long.MAX_VALUE);
    }

    @ParameterizedTest
    @MethodSource("files")
    @Execution(ExecutionMode.CONCURRENT)
    void withHoles(SmallStream stream) {
        Format as = Seeds.formatOf(stream.name());
        byte[] octets = stream.octets();
        stream.places().forEach(at -> Trial.withHole(octets, as, at, Math.min(octets.length, at + LOST)));
    }

    private static void parted(SmallStream stream, List<Event> whole, long places) {
        stream.places().limit(places).forEach(at -> {
            if (!stream.reading().read(stream.octets(), at).equals(whole)) {
                throw new AssertionError("other events in pieces that part at " + at);
            }
        });
    }

    private void changed(SmallStream stream, int at) {
        for (int change : CHANGES) {
            byte[] bent = stream.octets().clone();
            bent[at] ^= (byte) change;
            check(stream, "octet " + at + " changed by " + change, bent);
        }
    }

    private void check(SmallStream stream, String what, byte[] bent) {
        try {
            shapes.check(stream.read(bent));
        } catch (RuntimeException | Error e) {
            Finds.keep(bent, e);
            throw new AssertionError(stream.name() + ", " + what + ": " + e, e);
        }
    }
}
