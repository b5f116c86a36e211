package io.xenscope.samples.scenario;

import io.xenscope.samples.grammar.LibxlWriter;
import io.xenscope.samples.grammar.RecordListener;
import io.xenscope.samples.grammar.StreamWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * Plays a {@link Scenario} to a {@link Transport}: the forward direction as a sender writes it and, where there is one,
 * the back direction in the right place between.
 *
 * <pre>
 * [xl header] [libxl header, LIBXC_CONTEXT] image head, live passes, final pass, [VERIFY, pass], state,
 *   plain:       END [emulator records, END] [go]
 *   checkpoints: CHECKPOINT [tail] { pass, state, CHECKPOINT [tail] }
 * </pre>
 */
public final class Migration {
    private static final Duration SUSPEND = Duration.ofMillis(5);
    private static final Duration RESUME = Duration.ofMillis(30);

    private final Scenario scenario;
    private final Transport transport;
    private final GuestMap map;
    private final StreamWriter sender;
    private final StreamWriter receiver;
    private final MemoryPass pass;
    private final GuestState state;
    private final DeviceModelState deviceModel;

    /**
     * Prepares a run.
     *
     * @param listener told of the headers and records of the forward direction
     */
    public Migration(Scenario scenario, Transport transport, RecordListener listener) {
        this.scenario = scenario;
        this.transport = transport;
        this.map = GuestMap.of(scenario.guest(), scenario.pages(), scenario.holes());
        OutputStream forward = transport.forward();
        if (scenario.cutAt() >= 0) {
            forward = new CutOutput(forward, scenario.cutAt());
        }
        this.sender = new StreamWriter(forward, ByteOrder.LITTLE_ENDIAN, listener);
        this.receiver = new StreamWriter(transport.back());
        PageContents contents = new PageContents(scenario.mix(), scenario.seed(), scenario.guest() == GuestKind.PV32);
        this.pass = new MemoryPass(
                sender.libxc(), map, contents, scenario.wrapping().converted());
        this.state = new GuestState(scenario, map, sender.libxc());
        this.deviceModel = new DeviceModelState(scenario, sender.libxl());
    }

    /** Writes the whole run once; leaves the transport open. */
    public void run() throws IOException {
        try {
            head();
            memory();
            if (scenario.mode().checkpointed()) {
                new CheckpointRounds(scenario, transport, map, sender, receiver, pass, state, deviceModel).write();
            } else {
                plainTail();
            }
        } catch (CutOutput.StreamCut e) {
            // The scenario asks for a stream that breaks off, so there is nothing to report.
        }
    }

    private void head() throws IOException {
        if (scenario.dialogue()) {
            receiver.handshake().banner();
        }
        if (scenario.wrapping() == Wrapping.XL) {
            sender.xl().header(GuestConfig.json(scenario));
        }
        if (scenario.wrapping().libxl()) {
            sender.libxl().header(scenario.wrapping().converted() ? LibxlWriter.OPTION_LEGACY : 0);
            sender.libxl().libxcContext();
        }
        new ImageHead(scenario, map).write(sender.libxc());
    }

    private void memory() throws IOException {
        if (!scenario.mode().live()) {
            pass.full(false);
            return;
        }
        pass.full(true);
        for (int round = 0; round < scenario.rounds(); round++) {
            pass.write(dirty(round), true);
        }
        transport.idle(SUSPEND);
        pass.write(PfnCursor.union(dirty(scenario.rounds()), PfnCursor.in(map.deferred())), false);
        if (scenario.mode() == Mode.DEBUG) {
            sender.libxc().verify();
            pass.full(false);
        }
    }

    private PfnCursor dirty(int index) {
        return new DirtyPfns(map, scenario.dirty().pages(index, map.ram()), scenario.seed() + index);
    }

    private void plainTail() throws IOException {
        state.write(1);
        if (!scenario.end()) {
            return;
        }
        sender.libxc().end();
        if (scenario.wrapping().libxl()) {
            deviceModel.write(1);
            sender.libxl().end();
        } else if (scenario.wrapping().converted() && scenario.guest() == GuestKind.HVM) {
            sender.libxc().deviceModelRecord0002(deviceModel.saveFile(1));
        }
        if (scenario.dialogue()) {
            farewell();
        }
    }

    private void farewell() throws IOException {
        transport.idle(RESUME);
        receiver.handshake().ready();
        sender.handshake().go();
        transport.idle(RESUME);
        receiver.handshake().report();
        receiver.handshake().status(0);
    }
}
