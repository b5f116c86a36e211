package io.xenscope.dissect;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.input.Dissector;
import io.xenscope.dissect.input.FileInput;
import io.xenscope.dissect.test.State;
import io.xenscope.samples.grammar.MsrEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged state ends in findings, never in an exception, and gives the same however the input is cut. */
class StateDamageTest {

    private static byte[] sound(int width) {
        return State.pv(width, w -> {
            w.libxc().pv().sharedInfo(width, 512);
            w.libxc().pv().vcpuBasic(0, width);
            w.libxc().pv().vcpuExtended(0, 64);
            w.libxc().pv().vcpuXsave(0);
            w.libxc().pv().vcpuMsrs(0, new MsrEntry(0x48, 1), new MsrEntry(0xc000_0103L, 2));
        });
    }

    private static List<Event> decode(byte[] octets, int piece, int hole, int behind) {
        List<Event> events = new ArrayList<>();
        DissectOptions options = DissectOptions.DEFAULT.judging(DissectOptions.Depth.BITS);
        FileInput input = new Dissector(options, events::add).file("f", "f", null);
        feed(input, octets, 0, hole, piece);
        if (behind > hole) {
            input.gap(behind - hole, GapCause.CAPTURE_LOSS, 0);
        }
        feed(input, octets, behind, octets.length, piece);
        input.end(EndReason.FIN, 0);
        return events;
    }

    private static void feed(FileInput input, byte[] octets, int from, int to, int piece) {
        for (int at = from; at < to; at += piece) {
            input.bytes(octets, at, Math.min(piece, to - at), 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8})
    void neverThrows(int width) {
        byte[] sound = sound(width);
        Random random = new Random(width);
        for (int round = 0; round < 400; round++) {
            byte[] bent = sound.clone();
            for (int i = random.nextInt(20); i >= 0; i--) {
                boolean head = random.nextInt(3) == 0;
                int at = head
                        ? 40 + random.nextInt(200)
                        : State.pvState() + random.nextInt(sound.length - State.pvState());
                bent[at] = (byte) random.nextInt();
            }
            int hole = State.pvState() + random.nextInt(sound.length - State.pvState());
            int behind = random.nextBoolean() ? hole : Math.min(sound.length, hole + random.nextInt(100));
            List<Event> whole = decode(bent, Integer.MAX_VALUE / 2, hole, behind);
            assertThat(whole.get(whole.size() - 1).body()).isInstanceOf(MigrationEnd.class);
            assertThat(decode(bent, 1 + random.nextInt(50), hole, behind)).isEqualTo(whole);
        }
    }
}
