package io.xenscope.dissect.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.DissectOptions.Depth;
import io.xenscope.dissect.EndReason;
import io.xenscope.dissect.Limits;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.ExpertInfo;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.RecordSeen;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.dissect.input.FileInput;
import io.xenscope.dissect.test.Bounds;
import io.xenscope.dissect.test.Decoded;
import io.xenscope.dissect.test.Device;
import io.xenscope.dissect.test.FieldText;
import io.xenscope.dissect.test.Octets;
import io.xenscope.samples.grammar.Emulator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Device states inside EMULATOR_CONTEXT (payload specification D): what they hold, cut, bent and hostile. */
class DeviceStateTest {

    private static final String PREFIX = "emulator_id=2(qemu-upstream) index=0 magic=QEVM version=3 length=";
    private static final int[] TIMER = Device.timer();

    private static String fields(byte... state) {
        return Decoded.judged(Device.stream(state)).fields("EMULATOR_CONTEXT");
    }

    private static String section(int type, int id, String name, int version, int at, int length, String end) {
        String kind = type == 4 ? "FULL" : type == 1 ? "START" : type == 2 ? "PART" : "END";
        String numbers = type == 4 || type == 1 ? " instance=0 version=" + version : "";
        return "{type=" + type + "(" + kind + ") id=" + id + " name=" + name + numbers + " offset="
                + (Device.STATE + at) + " length=" + length + " end_by=" + end;
    }

    private static String timer(int id, int at, String end) {
        return section(4, id, "timer", 2, at, 24, end) + " state={cpu_ticks_offset=4328719365 cpu_clock_offset=265}}";
    }

    /** The example of the specification, D.7, completed. */
    @Test
    void exampleOfTheSpecification() {
        byte[] begin = Octets.dump("""
                0000  51 45 56 4d 00 00 00 03 04 00 00 00 00 05 74 69
                0010  6d 65 72 00 00 00 00 00 00 00 02 00 00 00 00 00
                0020  00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                0030  00 00 00 04 00 00 00 04 0a 63 70 75 5f 63 6f 6d
                0040  6d 6f 6e 00 00 00 00 00 00 00 01 00 00 00 00 00
                0050  00 00 10 04 00 00 00 05 03 63 70 75 00 00 00 00
                0060  00 00 00 0c
                """);
        byte[] state = Octets.join(begin, new byte[1818]);
        assertThat(fields(state))
                .contains(section(4, 0, "timer", 2, 0x1b, 24, "profile"))
                .contains(section(4, 4, "cpu_common", 1, 0x4b, 8, "profile") + " state={halted=0 interrupt_request=16}")
                .contains(section(4, 5, "cpu", 12, 0x64, 1817, "profile"));
    }

    @Test
    void sectionsHaveNamesPlacesAndFields() {
        assertThat(fields(Device.small()))
                .isEqualTo(PREFIX + "77 sections=[" + timer(0, 27, "profile") + ", "
                        + section(4, 3, "PCIHost", 1, 72, 4, "profile") + " state={config_reg=2147483652}}]");
    }

    @Test
    void valuesAreShownOnlyWhereBitsAre() {
        assertThat(Decoded.file(Device.stream(Device.small())).fields("EMULATOR_CONTEXT"))
                .contains("name=timer")
                .doesNotContain("state=");
    }

    @Test
    void withoutProfileTheNextHeaderTells() {
        byte[] state = Device.state()
                .full(0, "strange", 0, 1, 4, 0, 0, 0, 9)
                .full(1, "timer", 0, 2, TIMER)
                .end();
        assertThat(fields(state))
                .contains(section(4, 0, "strange", 1, 29, 5, "inferred") + "}", timer(1, 53, "profile"));
    }

    @Test
    void whatLooksLikeAHeaderInsideAKnownDeviceIsNone() {
        byte[] header = new Device().full(20, "evil", 0, 1).octets();
        int[] queue = new int[284];
        for (int i = 0; i < header.length; i++) {
            queue[40 + i] = header[i] & 0xff;
        }
        byte[] state = Device.state()
                .full(1, "ps2kbd", 0, 3, queue)
                .full(2, "timer", 0, 2, TIMER)
                .end();
        assertThat(fields(state))
                .doesNotContain("evil")
                .contains(section(4, 1, "ps2kbd", 3, 28, 284, "profile"), timer(2, 331, "profile"));
    }

    @Test
    void subsectionsFollowTheFieldsOfTheirStructure() {
        Device media = new Device().u8(5).name("fdrive/media_rate").u32(1).u8(7);
        Device drives = new Device().u8(1, 2, 3).raw(media.octets()).u8(4, 5, 6);
        int before = 593 - 2 * 27;
        Device whole =
                Device.state().section(4, 1, "fdc", 0, 2).raw(new byte[before]).raw(drives.octets());
        assertThat(fields(whole.full(2, "timer", 0, 2, TIMER).end()))
                .contains("drives=[{head=1 track=2 sect=3 subsections=[{name=fdrive/media_rate version=1"
                        + " state={media_rate=7}}]}, {head=4 track=5 sect=6}]");
    }

    @Test
    void pciDevicesTellVendorAndDevice() {
        int[] payload = new int[300];
        payload[3] = 2;
        payload[4] = 0x86;
        payload[5] = 0x80;
        payload[6] = 0x37;
        payload[7] = 0x12;
        byte[] state = Device.state()
                .full(0, "0000:00:05.0/novelty", 0, 1, payload)
                .full(1, "timer", 0, 2, TIMER)
                .end();
        assertThat(fields(state)).contains("end_by=inferred pci_id=8086:1237(vendor and device)}");
        payload[3] = 3;
        assertThat(fields(Device.state()
                        .full(0, "0000:00:05.0/novelty", 0, 1, payload)
                        .end()))
                .doesNotContain("pci_id");
    }

    @Test
    void traditionalStateBeginsWithLiveMemory() {
        byte[] state = Device.state()
                .section(1, 9, "ram", 0, 3)
                .u8(2)
                .u32(9)
                .u8(3)
                .u32(9)
                .full(1, "timer", 0, 2, TIMER)
                .end();
        String fields =
                Decoded.file(Device.stream(Emulator.QEMU_TRADITIONAL, state)).fields("EMULATOR_CONTEXT");
        assertThat(fields)
                .contains("written_by=qemu-traditional")
                .contains(section(1, 9, "ram", 3, 25, 0, "empty"))
                .contains(section(2, 9, "ram", 0, 30, 0, "empty"))
                .contains(section(3, 9, "ram", 0, 35, 0, "empty"))
                .contains(section(4, 1, "timer", 2, 54, 24, "profile"));
    }

    @Test
    void sectionsOfVersion2HaveLengths() {
        Device state = new Device().text("QEVM").u32(2).u32(0).u32(40);
        state.name("timer").u32(0).u32(2).u32(2).u8(1, 2);
        state.name("rtc").u32(1).u32(7).u32(3).u8(1, 2, 3);
        assertThat(fields(state.octets()))
                .endsWith("total_length=40 sections=["
                        + "{name=timer instance=0 version=2 offset=" + (Device.STATE + 34)
                        + " length=2 end_by=length}, "
                        + "{name=rtc instance=1 version=7 offset=" + (Device.STATE + 52) + " length=3 end_by=length}]");
    }

    @Test
    void coloMayLeaveTheMagicOut() {
        byte[] state = Octets.tail(Device.small(), 8);
        Decoded decoded = Decoded.judged(Device.stream(state));
        assertThat(decoded.fields("EMULATOR_CONTEXT"))
                .contains("name=timer", "name=PCIHost")
                .doesNotContain("magic=");
        assertThat(decoded.codes()).contains("LXL-026").doesNotContain("QEMU-007");
    }

    private static Device described(String json) {
        byte[] text = json.getBytes(StandardCharsets.US_ASCII);
        return Device.state()
                .u8(7)
                .u32(9)
                .text("pc-i440fx")
                .full(0, "novelty", 0, 1, 0, 5, 1, 2, 9)
                .full(1, "plain", 0, 1, 4)
                .u8(0, 6)
                .u32(text.length)
                .raw(text);
    }

    @Test
    void aDescriptionNamesTheFields() {
        String json = "{\"page_size\":4096,\"devices\":["
                + "{\"name\":\"novelty\",\"instance_id\":0,\"vmsd_name\":\"novelty\",\"version\":1,\"fields\":["
                + "{\"name\":\"a\",\"type\":\"uint16\",\"size\":2},"
                + "{\"name\":\"b\",\"type\":\"uint8\",\"size\":1,\"array_len\":2},"
                + "{\"name\":\"b\",\"type\":\"bool\",\"size\":1}]},"
                + "{\"name\":\"plain\",\"instance_id\":0,\"vmsd_name\":\"\",\"version\":0,\"fields\":["
                + "{\"name\":\"data\",\"type\":\"buffer\",\"size\":1}]}]}";
        Device state = described(json);
        assertThat(fields(state.octets()))
                .contains("configuration={machine=pc-i440fx length=14}")
                .contains("end_by=description state={a=5 b=[1, 2] b[1]=true}}")
                .contains("end_by=description state={data=guarded:04}}]")
                .contains("vmdescription={offset=")
                .contains("length=" + json.length() + " devices=2}")
                .doesNotContain("surplus");
        assertThat(Decoded.file(Device.stream(state.octets())).codes()).doesNotContain("QEMU-007");
    }

    @Test
    void aBadDescriptionIsPassedOver() {
        for (String json : List.of(
                "{}",
                "{\"devices\":7}",
                "{\"devices\":[7,{\"name\":\"novelty\"}]}",
                "{".repeat(2000),
                "{\"devices\":[{\"name\":\"novelty\",\"instance_id\":0,\"fields\":[{\"name\":\"x\",\"type\":\"struct\","
                        + "\"size\":0,\"array_len\":2147483647,\"struct\":{\"fields\":[{\"name\":\"y\",\"type\":\"uint8\",\"size\":0,"
                        + "\"array_len\":2147483647}]}}]}]}")) {
            assertThat(fields(described(json).octets())).as(json).contains("name=novelty");
        }
    }

    @Test
    void whatIsBeyondTheLimitIsCounted() {
        Limits few = Bounds.with(Map.of("deviceState", 100L, "arrayHead", 2L));
        Device state = Device.state();
        for (int i = 0; i < 6; i++) {
            state.full(i, "t" + i, 0, 1);
        }
        List<Event> events = new ArrayList<>();
        FileInput input = new Dissector(new DissectOptions(true, false, few, null), events::add).file("f", "f", null);
        byte[] stream = Device.stream(state.end());
        input.bytes(stream, 0, stream.length, 0);
        input.end(EndReason.FIN, 0);
        String fields = events.stream()
                .map(Event::body)
                .filter(body -> body instanceof RecordSeen)
                .map(body -> ((RecordSeen) body).record())
                .filter(record -> record.type().equals("EMULATOR_CONTEXT"))
                .map(record -> FieldText.of(record.fields()))
                .findFirst()
                .orElseThrow();
        assertThat(fields).contains("name=t0", "name=t1", "]of5 undecoded=5(").doesNotContain("name=t2");
    }

    @Test
    void everyTruncationIsFound() {
        byte[] small = Device.small();
        for (int length = 8; length < small.length; length++) {
            byte[] stream = Device.stream(Octets.head(small, length));
            assertThat(Decoded.judged(stream).codes())
                    .as("%d octets", length)
                    .anyMatch(code -> code.startsWith("QEMU-"));
        }
    }

    @Test
    void everyBentOctetEndsInOrder() {
        byte[] small = Device.small();
        for (int at = 0; at < small.length; at++) {
            for (int bits : new int[] {0x01, 0x04, 0x80, 0xff}) {
                byte[] stream = Device.stream(Octets.patch(small, at, small[at] ^ bits));
                Decoded decoded = Decoded.judged(stream);
                assertThat(decoded.end()).isInstanceOf(MigrationEnd.class);
                boolean inPayload = at >= 27 && at < 51 || at >= 72 && at < 76;
                boolean inNumber =
                        at >= 9 && at < 13 || at >= 19 && at < 23 || at >= 52 && at < 56 || at >= 64 && at < 68;
                if (!inPayload && !inNumber) {
                    assertThat(decoded.codes())
                            .as("octet %d", at)
                            .anyMatch(code -> code.startsWith("QEMU-") || code.equals("LXL-026"));
                }
            }
        }
    }

    @Test
    void lossesCostFieldsOnly() {
        byte[] stream = Device.stream(Device.small());
        for (int from = Device.STATE; from < Device.STATE + 80; from += 3) {
            Decoded decoded = Decoded.fileWithHole(stream, from, from + 2);
            assertThat(decoded.record("EMULATOR_CONTEXT").bodyLength()).isEqualTo(85);
            assertThat(decoded.codes()).noneMatch(code -> code.startsWith("QEMU-"));
        }
    }

    @Test
    void framingOnlyLooksAtNothing() {
        List<Event> events = new ArrayList<>();
        FileInput input =
                new Dissector(DissectOptions.DEFAULT.withDepth(Depth.FRAMING), events::add).file("f", "f", null);
        byte[] stream = Device.stream(Octets.head(Device.small(), 60));
        input.bytes(stream, 0, stream.length, 0);
        input.end(EndReason.FIN, 0);
        assertThat(events)
                .noneMatch(event -> event.body() instanceof ExpertInfo expert
                        && expert.code().startsWith("QEMU"));
    }
}
