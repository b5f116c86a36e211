package io.xenscope.samples.carrier;

import java.nio.ByteBuffer;

/** Messages of libvirt's RPC, big-endian (carriers specification 2.3). */
public final class RpcMessage {

    public static final int REMOTE = 0x20008086;
    public static final int KEEPALIVE = 0x6b656570;

    public static final int CALL = 0;
    public static final int REPLY = 1;
    public static final int MESSAGE = 2;
    public static final int STREAM = 3;

    public static final int OK = 0;
    public static final int ERROR = 1;
    public static final int CONTINUE = 2;

    public static final int PREPARE_TUNNEL3_PARAMS = 304;
    public static final int FINISH3_PARAMS = 306;

    private RpcMessage() {}

    public static byte[] of(int program, int procedure, int type, int serial, int status, byte... payload) {
        return ByteBuffer.allocate(28 + payload.length)
                .putInt(28 + payload.length)
                .putInt(program)
                .putInt(1)
                .putInt(procedure)
                .putInt(type)
                .putInt(serial)
                .putInt(status)
                .put(payload)
                .array();
    }

    public static byte[] call(int procedure, int serial, byte... arguments) {
        return of(REMOTE, procedure, CALL, serial, OK, arguments);
    }

    public static byte[] reply(int procedure, int serial, int status, byte... result) {
        return of(REMOTE, procedure, REPLY, serial, status, result);
    }

    /** Data of a stream that a call opened. */
    public static byte[] data(int serial, byte... octets) {
        return of(REMOTE, PREPARE_TUNNEL3_PARAMS, STREAM, serial, CONTINUE, octets);
    }

    /** The end of a stream, by either side. */
    public static byte[] streamEnd(int serial, int status) {
        return of(REMOTE, PREPARE_TUNNEL3_PARAMS, STREAM, serial, status);
    }

    /** @param procedure 1 ping, 2 answer */
    public static byte[] keepalive(int procedure) {
        return of(KEEPALIVE, procedure, MESSAGE, 0, OK);
    }
}
