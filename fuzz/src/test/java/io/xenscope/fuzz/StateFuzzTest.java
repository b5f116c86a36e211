package io.xenscope.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.dissect.input.FileInput;
import io.xenscope.samples.grammar.DomainType;
import io.xenscope.samples.grammar.RecordType;
import io.xenscope.samples.grammar.StreamBody;
import io.xenscope.samples.grammar.StreamWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.tukaani.xz.XZInputStream;

/** State of the guest in sound records: what the layouts, HVM save records and device states are made of. */
class StateFuzzTest {

    private static final Path IMAGES = Path.of("..", "samples", "images");
    private static final int[] HVM = {
        RecordType.HVM_PARAMS, RecordType.X86_CPUID_POLICY, RecordType.X86_MSR_POLICY, RecordType.X86_TSC_INFO
    };
    private static final int[] PV = {
        RecordType.X86_PV_VCPU_BASIC,
        RecordType.X86_PV_VCPU_EXTENDED,
        RecordType.X86_PV_VCPU_XSAVE,
        RecordType.X86_PV_VCPU_MSRS,
        RecordType.SHARED_INFO,
        RecordType.X86_PV_P2M_FRAMES,
        RecordType.X86_PV_INFO,
        RecordType.X86_CPUID_POLICY
    };

    private static Stream<byte[]> bodies(String type, String... images) throws IOException {
        Stream.Builder<byte[]> bodies = Stream.builder();
        for (String image : images) {
            try (InputStream in = new XZInputStream(Files.newInputStream(IMAGES.resolve(image)))) {
                byte[] octets = in.readAllBytes();
                List<Event> events = new ArrayList<>();
                FileInput input = new Dissector(DissectOptions.DEFAULT, events::add).file("f", "f", null);
                input.bytes(octets, 0, octets.length, 0);
                input.end(EndReason.FIN, 0);
                for (Event event : events) {
                    var record = Promises.record(event);
                    if (record != null && record.type().equals(type)) {
                        int at = (int) event.place().offset() + 8;
                        bodies.add(Arrays.copyOfRange(octets, at, at + (int) record.bodyLength()));
                    }
                }
            }
        }
        return bodies.build();
    }

    static Stream<byte[]> contexts() throws IOException {
        return bodies("HVM_CONTEXT", "xen417-hvm-tiny-save.xl.img.xz", "xen420-pvh-tiny-save-checkpoint.xl.img.xz");
    }

    static Stream<byte[]> deviceStates() throws IOException {
        // Without id and index, which stand before the state.
        return bodies("EMULATOR_CONTEXT", "xen417-hvm-tiny-save.xl.img.xz")
                .map(body -> Arrays.copyOfRange(body, 8, body.length));
    }

    static Stream<byte[]> hvmRecords() throws IOException {
        String image = "xen417-hvm-tiny-save.xl.img.xz";
        return Stream.of(
                        choosing(0, bodies("HVM_PARAMS", image)),
                        choosing(1, bodies("X86_CPUID_POLICY", image)),
                        choosing(2, bodies("X86_MSR_POLICY", image)),
                        choosing(3, bodies("X86_TSC_INFO", image)))
                .flatMap(seeds -> seeds);
    }

    static Stream<byte[]> pvRecords() throws IOException {
        String image = "xen417-pv-tiny-save.xl.img.xz";
        return Stream.of(
                        choosing(HVM.length, bodies("X86_PV_VCPU_BASIC", image)),
                        choosing(HVM.length + 1, bodies("X86_PV_VCPU_EXTENDED", image)),
                        choosing(HVM.length + 2, bodies("X86_PV_VCPU_XSAVE", image)),
                        choosing(HVM.length + 3, bodies("X86_PV_VCPU_MSRS", image)),
                        choosing(HVM.length + 4, bodies("SHARED_INFO", image)),
                        choosing(HVM.length + 7, bodies("X86_CPUID_POLICY", image)))
                .flatMap(seeds -> seeds);
    }

    private static Stream<byte[]> choosing(int kind, Stream<byte[]> bodies) {
        return bodies.map(body -> StreamWriter.octets(w -> {
            w.raw((byte) kind);
            w.raw(body);
        }));
    }

    private static void check(StreamBody body) {
        byte[] octets = StreamWriter.octets(body);
        try {
            Trial.file(octets, null);
        } catch (RuntimeException | Error e) {
            Finds.keep(octets, e);
            throw e;
        }
    }

    static void hvm(StreamWriter w) throws IOException {
        w.libxc().imageHeader(3);
        w.libxc().domainHeader(DomainType.HVM, 4, 17);
        w.libxc().staticDataEnd();
    }

    @MethodSource("contexts")
    @FuzzTest
    void hvmContext(byte[] context) {
        check(w -> {
            hvm(w);
            w.libxc().hvm().context(context);
            w.libxc().end();
        });
    }

    @MethodSource("deviceStates")
    @FuzzTest
    void deviceState(byte[] state) {
        check(w -> {
            w.libxl().header();
            w.libxl().libxcContext();
            hvm(w);
            w.libxc().end();
            w.libxl().emulatorContext(2, 0, state);
            w.libxl().end();
        });
    }

    static Stream<byte[]> layoutRecords() throws IOException {
        return Stream.concat(hvmRecords(), pvRecords());
    }

    /** The first octet chooses the type of the record, and so of the domain. */
    @MethodSource("layoutRecords")
    @FuzzTest
    void layouts(byte[] record) {
        if (record.length == 0) {
            return;
        }
        int chosen = (record[0] & 0xff) % (HVM.length + PV.length);
        byte[] body = Arrays.copyOfRange(record, 1, record.length);
        check(w -> {
            w.libxc().imageHeader(3);
            if (chosen < HVM.length) {
                w.libxc().domainHeader(DomainType.HVM, 4, 17);
                w.libxc().record(HVM[chosen], body);
                w.libxc().staticDataEnd();
            } else {
                w.libxc().domainHeader(DomainType.PV, 4, 17);
                w.libxc().pv().info(record.length % 5 == 0 ? 4 : 8);
                w.libxc().staticDataEnd();
                w.libxc().record(PV[chosen - HVM.length], body);
            }
            w.libxc().end();
        });
    }

    /** The configuration in front of an xl stream, and the keys of a device model. */
    @MethodSource("texts")
    @FuzzTest
    void texts(byte[] text) {
        check(w -> {
            w.xl().header(new String(text, java.nio.charset.StandardCharsets.ISO_8859_1));
            w.libxl().header();
            w.libxl().libxcContext();
            hvm(w);
            w.libxc().end();
            w.libxl().emulatorXenstoreData(2, 0, text);
            w.libxl().end();
        });
    }

    static Stream<byte[]> texts() throws IOException {
        Stream<byte[]> config = Stream.of(("{\"c_info\":{\"type\":\"hvm\",\"name\":\"g\",\"uuid\":"
                        + "\"6f1a3f0e-7f0b-4c55-9d3a-0123456789ab\"},\"b_info\":{\"max_memkb\":4096},\"disks\":[]}")
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return Stream.concat(
                config,
                bodies("EMULATOR_XENSTORE_DATA", "xen417-hvm-tiny-save.xl.img.xz")
                        .map(body -> Arrays.copyOfRange(body, 8, body.length)));
    }
}
