package io.xenscope.samples.carrier;

import io.xenscope.samples.scenario.Transport;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** Sends the forward direction through libvirt's RPC, with the calls around it and other messages between. */
public final class TunnelTransport implements Transport {

    private static final int SERIAL = 17;
    private static final int KEEPALIVE_EVERY = 4;

    private final Transport connection;
    private final byte[] packet;
    private int used;
    private int packets;

    /** @param packetOctets the most a stream packet carries; libvirt uses 65,536 */
    public TunnelTransport(Transport connection, int packetOctets) throws IOException {
        this.connection = connection;
        this.packet = new byte[packetOctets];
        byte[] cookie = "<libxl-migration><name>secret</name></libxl-migration>".getBytes(StandardCharsets.US_ASCII);
        send(RpcMessage.call(1, SERIAL - 1, new byte[8]));
        answer(RpcMessage.reply(1, SERIAL - 1, RpcMessage.OK));
        send(RpcMessage.call(RpcMessage.PREPARE_TUNNEL3_PARAMS, SERIAL, cookie));
        answer(RpcMessage.reply(RpcMessage.PREPARE_TUNNEL3_PARAMS, SERIAL, RpcMessage.OK, new byte[4]));
    }

    private void send(byte[] message) throws IOException {
        connection.forward().write(message);
    }

    private void answer(byte[] message) throws IOException {
        connection.back().write(message);
    }

    private void sendPacket() throws IOException {
        if (used == 0) {
            return;
        }
        send(RpcMessage.data(SERIAL, Arrays.copyOf(packet, used)));
        used = 0;
        if (++packets % KEEPALIVE_EVERY == 0) {
            answer(RpcMessage.keepalive(1));
            send(RpcMessage.keepalive(2));
        }
    }

    @Override
    public OutputStream forward() {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                packet[used++] = (byte) octet;
                if (used == packet.length) {
                    sendPacket();
                }
            }
        };
    }

    @Override
    public OutputStream back() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public void idle(Duration pause) throws IOException {
        sendPacket();
        connection.idle(pause);
    }

    @Override
    public void close() throws IOException {
        sendPacket();
        send(RpcMessage.streamEnd(SERIAL, RpcMessage.OK));
        answer(RpcMessage.streamEnd(SERIAL, RpcMessage.OK));
        send(RpcMessage.call(RpcMessage.FINISH3_PARAMS, SERIAL + 1, new byte[12]));
        answer(RpcMessage.reply(RpcMessage.FINISH3_PARAMS, SERIAL + 1, RpcMessage.OK, new byte[4]));
        connection.close();
    }
}
