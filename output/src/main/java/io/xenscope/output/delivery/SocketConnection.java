package io.xenscope.output.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A TCP connection, with TLS or without. */
final class SocketConnection implements Connection {

    /** What the system may keep of what was written, so that what can be lost is known. */
    private static final int SEND_BUFFER = 1 << 18;

    private static final int CONNECT_MILLIS = 10_000;
    private static final int FINISH_MILLIS = 2000;
    private static final int MOST_READ = 1 << 16;

    private final Socket socket;
    private final OutputStream out;

    private SocketConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
    }

    /** @param tls null for none; the server's name is checked */
    static SocketConnection open(String host, int port, @Nullable SSLContext tls) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setSendBufferSize(SEND_BUFFER);
            socket.setKeepAlive(true);
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            return new SocketConnection(tls == null ? socket : secured(socket, host, port, tls));
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket secured(Socket socket, String host, int port, SSLContext tls) throws IOException {
        SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(socket, host, port, true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.setSoTimeout(CONNECT_MILLIS);
        secure.startHandshake();
        return secure;
    }

    @Override
    public void write(byte[] octets, int length) throws IOException {
        out.write(octets, 0, length);
        out.flush();
    }

    @Override
    public void finish() throws IOException {
        try (socket) {
            socket.shutdownOutput();
            long end = System.nanoTime() + Duration.ofMillis(FINISH_MILLIS).toNanos();
            socket.setSoTimeout(FINISH_MILLIS);
            InputStream in = socket.getInputStream();
            byte[] ignored = new byte[MOST_READ];
            int count = 0;
            while (count >= 0 && System.nanoTime() - end < 0) {
                count = in.read(ignored);
            }
        } catch (SocketTimeoutException e) {
            // It was not reset, which is all that can be known of a reader that keeps its side open.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
