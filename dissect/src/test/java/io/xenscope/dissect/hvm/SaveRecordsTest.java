package io.xenscope.dissect.hvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.DissectOptions;
import io.xenscope.dissect.DissectOptions.Depth;
import io.xenscope.dissect.event.Fields;
import io.xenscope.dissect.event.Value;
import io.xenscope.dissect.finding.FindingCode;
import io.xenscope.dissect.layout.Release;
import io.xenscope.dissect.layout.Xstate;
import io.xenscope.dissect.test.FieldText;
import io.xenscope.dissect.test.Octets;
import io.xenscope.dissect.test.State;
import io.xenscope.dissect.test.State.Save;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The walk over save records: the worked example, cuts, losses, limits (payload specification A.1, A.4, G). */
class SaveRecordsTest {

    private static final long OFFSET = 500;

    /** Payload specification A.4. */
    private static final byte[] EXAMPLE = Octets.dump("""
            0000  01 00 00 00 18 00 00 00 86 12 38 54 01 00 00 00
            0010  ff ff ff ff ff ff ff ff c3 06 03 00 00 9f 24 00
            0020  13 00 00 00 08 00 00 00 10 00 00 00 00 00 00 00
            0030  00 00 00 00 00 00 00 00
            """);

    private static final byte[] SOUND = Octets.join(Arrays.stream(new Save[] {
                State.header(),
                State.cpu(),
                Save.of(3, 0, 8),
                Save.of(3, 1, 8),
                Save.of(4, 0, 400),
                Save.of(5, 0, 24),
                Save.of(6, 0, 1024),
                Save.of(10, 0, 56),
                Save.of(11, 0, 24).with(11, 2, 1),
                Save.of(12, 0, 1048),
                Save.of(14, 0, 240),
                Save.of(18, 0, 32),
                State.end()
            })
            .map(Save::octets)
            .toArray(byte[][]::new));

    private final List<FindingCode> found = new ArrayList<>();

    private SaveRecords records(Depth depth) {
        Findings findings = (code, severity, offset, length, text) -> found.add(code);
        Xstate xstate = new Xstate();
        return new SaveRecords(
                OFFSET,
                DissectOptions.DEFAULT.judging(depth),
                Release.UNKNOWN,
                xstate,
                new ContextFindings(findings, false, Release.UNKNOWN, new GuestFacts(0, new Cr4Features(), xstate)));
    }

    private Fields read(Depth depth, byte[] octets) {
        SaveRecords records = records(depth);
        records.octets(octets, 0, octets.length);
        return records.finish(octets.length);
    }

    private static Value.Items items(Fields fields) {
        return (Value.Items) fields.members().get(fields.members().size() - 1).value();
    }

    @Test
    void workedExample() {
        Fields fields = read(Depth.VALUES, EXAMPLE);
        assertThat(FieldText.of(fields))
                .isEqualTo("length=56 save_records=["
                        + "{type=1 name=HEADER instance=0 length=24 state={magic=0x54381286 version=1"
                        + " changeset=0xffffffffffffffff cpuid=0x306c3 gtsc_khz=2400000}}, "
                        + "{type=19 name=TSC_ADJUST instance=0 length=8 state={tsc_adjust=0x10}}, "
                        + "{type=0 name=END instance=0 length=0}]");
        assertThat(found).containsExactly(FindingCode.HVM_017, FindingCode.HVM_016);
        Fields adjust = (Fields) items(fields).head().get(1);
        Fields state = (Fields) adjust.members().get(4).value();
        assertThat(((Value.Leaf) state.members().get(0).value()).offset()).isEqualTo(OFFSET + 40);
    }

    @Test
    void bitsOfTheWorkedExample() {
        Fields header = (Fields) items(read(Depth.BITS, EXAMPLE)).head().get(0);
        Fields state = (Fields) header.members().get(4).value();
        Value.Leaf cpuid = (Value.Leaf) state.members().get(3).value();
        assertThat(cpuid.text()).isEqualTo("stepping=3 model=12 family=6 ext_model=3");
        assertThat(cpuid.bits()).extracting(Value.Bits::name).contains("stepping", "ext_family");
    }

    @Test
    void framingAloneTellsTypesAndLengths() {
        Fields fields = read(Depth.FRAMING, EXAMPLE);
        assertThat(FieldText.of(fields))
                .isEqualTo("length=56 save_records=[{type=1 instance=0 length=24},"
                        + " {type=19 instance=0 length=8}, {type=0 instance=0 length=0}]");
        assertThat(found).isEmpty();
    }

    @Test
    void soundRecordsGiveNothingToFind() {
        assertThat(items(read(Depth.BITS, SOUND)).total()).isEqualTo(13);
        assertThat(found).isEmpty();
    }

    @Test
    void everyCutGivesTheSame() {
        Fields whole = read(Depth.BITS, SOUND);
        for (int piece : new int[] {1, 7, 8, 9, 1031, 1040}) {
            SaveRecords records = records(Depth.BITS);
            for (int at = 0; at < SOUND.length; at += piece) {
                records.octets(SOUND, at, Math.min(piece, SOUND.length - at));
            }
            assertThat(records.finish(SOUND.length)).as("pieces of %d", piece).isEqualTo(whole);
        }
    }

    @Test
    void aLossInsideAPayloadCostsItsLeaves() {
        SaveRecords records = records(Depth.VALUES);
        records.octets(SOUND, 0, 32 + 8 + 656);
        records.missing(8);
        records.octets(SOUND, 32 + 8 + 664, SOUND.length - 704);
        String text = FieldText.of(records.finish(SOUND.length));
        assertThat(text)
                .contains("rflags=0x2")
                .doesNotContain("cr0=")
                .contains("cr2=0x0")
                .contains("name=VMCE_VCPU");
        assertThat(records.isEnded()).isTrue();
        assertThat(records.isLossless()).isFalse();
        assertThat(found).isEmpty();
    }

    @Test
    void aLossOfADescriptorEndsTheWalk() {
        SaveRecords records = records(Depth.VALUES);
        records.octets(SOUND, 0, 34);
        records.missing(3);
        records.octets(SOUND, 37, SOUND.length - 37);
        assertThat(items(records.finish(SOUND.length)).total()).isEqualTo(1);
        assertThat(found).isEmpty();
    }

    @Test
    void manyRecordsStayWithinTheLimits() {
        byte[] adjust = Save.of(19, 0, 8).octets();
        SaveRecords records = records(Depth.BITS);
        for (int i = 0; i < 300_000; i++) {
            records.octets(adjust, 0, adjust.length);
        }
        Value.Items items = items(records.finish(300_000L * adjust.length));
        assertThat(items.total()).isEqualTo(300_000);
        assertThat(items.head()).hasSize(4096);
    }

    @Test
    void anyOctetsGiveFieldsAndNeverThrow() {
        Random random = new Random(7);
        for (int round = 0; round < 3000; round++) {
            byte[] bent = SOUND.clone();
            for (int i = random.nextInt(12); i >= 0; i--) {
                bent[random.nextInt(bent.length)] = (byte) random.nextInt();
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(bent.length) : bent.length;
            SaveRecords records = records(Depth.BITS);
            int hole = random.nextInt(length + 1);
            int behind = Math.min(length, hole + random.nextInt(40));
            records.octets(bent, 0, hole);
            if (behind > hole) {
                records.missing(behind - hole);
            }
            records.octets(bent, behind, length - behind);
            assertThat(records.finish(length).members()).isNotEmpty();
        }
    }
}
