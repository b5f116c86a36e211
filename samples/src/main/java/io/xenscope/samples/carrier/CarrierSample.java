package io.xenscope.samples.carrier;

import io.xenscope.samples.grammar.RecordListener;
import io.xenscope.samples.grammar.StreamWriter;
import io.xenscope.samples.legacy.LegacySamples;
import io.xenscope.samples.packet.TcpEnd;
import io.xenscope.samples.scenario.GuestKind;
import io.xenscope.samples.scenario.Migration;
import io.xenscope.samples.scenario.Mode;
import io.xenscope.samples.scenario.Scenario;
import io.xenscope.samples.scenario.Transport;
import io.xenscope.samples.scenario.Wrapping;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** One conversation of each carrier. */
public enum CarrierSample {
    /** The bare libxl stream on libvirt's data socket. */
    LIBVIRT_DIRECT(49152, TcpEnd.FIN) {
        @Override
        public void play(Transport connection, RecordListener listener) throws IOException {
            migrate(Wrapping.LIBXL, connection, listener);
        }
    },
    /** The same through libvirt's RPC, with calls, answers and keep-alives between. */
    LIBVIRT_TUNNEL(16509, TcpEnd.FIN) {
        @Override
        public void play(Transport connection, RecordListener listener) throws IOException {
            Transport open = new Unclosed(connection);
            try (Transport tunnel = new TunnelTransport(open, 5000)) {
                migrate(Wrapping.LIBXL, tunnel, listener);
            }
        }
    },
    /** xl migrate over a relay, the handshake included. */
    XL_TCP(4100, TcpEnd.FIN) {
        @Override
        public void play(Transport connection, RecordListener listener) throws IOException {
            migrate(Wrapping.XL, connection, listener);
        }
    },
    /** xend's relocation with its answers; the sender resets the connection in the end, as xend does. */
    XEND(8002, TcpEnd.RST) {
        @Override
        public void play(Transport connection, RecordListener listener) throws IOException {
            StreamWriter receiver = new StreamWriter(connection.back());
            StreamWriter sender = new StreamWriter(connection.forward());
            sender.xend().command("receive");
            receiver.xend().ready("receive");
            sender.xend().guestRecord("(domain (domid 5) (name relocated) (vcpus 1) (image (hvm (vncpasswd secret))))");
            connection.forward().write(LegacySamples.hvmLiveWithDevice(8));
            connection.idle(Duration.ofMillis(40));
            receiver.xend().ok();
        }
    },
    /** TLS between members of a pool. */
    TLS(443, TcpEnd.FIN) {
        @Override
        public void play(Transport connection, RecordListener listener) throws IOException {
            connection.forward().write(OtherSamples.clientHello("pool"));
            connection.back().write(OtherSamples.serverHello());
            connection.forward().write(OtherSamples.noise(20_000));
            connection.back().write(OtherSamples.noise(300));
        }
    },
    /** xl migrate as it runs unless told otherwise. */
    SSH(22, TcpEnd.FIN) {
        @Override
        public void play(Transport connection, RecordListener listener) throws IOException {
            connection.back().write(OtherSamples.ssh());
            connection.forward().write(OtherSamples.ssh());
            connection.forward().write(OtherSamples.noise(20_000));
            connection.back().write(OtherSamples.noise(300));
        }
    };

    private final int port;
    private final TcpEnd end;

    CarrierSample(int port, TcpEnd end) {
        this.port = port;
        this.end = end;
    }

    /** The port the receiver listens on. */
    public int port() {
        return port;
    }

    /** How the connection ends. */
    public TcpEnd end() {
        return end;
    }

    /**
     * Writes both directions; leaves the connection open.
     *
     * @param listener told of the records to the receiver, where the generator of modern streams writes them
     */
    public abstract void play(Transport connection, RecordListener listener) throws IOException;

    private static void migrate(Wrapping wrapping, Transport connection, RecordListener listener) throws IOException {
        new Migration(
                        Scenario.of(GuestKind.PVH)
                                .wrapping(wrapping)
                                .mode(Mode.LIVE)
                                .pages(64)
                                .rounds(1)
                                .build(),
                        connection,
                        listener)
                .run();
    }

    /** Leaves the connection open when the tunnel in it is closed. */
    private record Unclosed(Transport connection) implements Transport {
        @Override
        public OutputStream forward() {
            return connection.forward();
        }

        @Override
        public OutputStream back() {
            return connection.back();
        }

        @Override
        public void idle(Duration pause) throws IOException {
            connection.idle(pause);
        }

        @Override
        public void close() {}
    }
}
