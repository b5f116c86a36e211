package io.xenscope.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** Both hosts of a migration, each in a network namespace: one process for all attempts of a test. */
final class NamespaceEnds {

    private static final int PATIENCE_MILLIS = 3_000;

    private NamespaceEnds() {}

    /** {@code receive PORT}, or {@code send} with {@code HOST PORT} in each line of standard input. */
    public static void main(String[] arguments) throws IOException {
        Recording said = Recording.bare();
        if (arguments[0].equals("receive")) {
            receive(said, Integer.parseInt(arguments[1]));
        } else {
            send(said);
        }
    }

    private static void receive(Recording said, int port) throws IOException {
        try (ServerSocket server = new ServerSocket(port, 10, InetAddress.getByName("::"))) {
            say("ready");
            while (true) {
                try (Socket socket = server.accept()) {
                    String heard = StandIn.receive(said, socket.getInputStream(), socket.getOutputStream());
                    // The answer tells the sender as whom it was seen, behind the half-close.
                    InetSocketAddress peer = (InetSocketAddress) socket.getRemoteSocketAddress();
                    String answer = heard + " " + peer.getAddress().getHostAddress() + " " + peer.getPort() + "\n";
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                }
            }
        }
    }

    /** Says what the receiver heard, whom it saw, and the sender's own port; or how the attempt failed. */
    private static void send(Recording said) throws IOException {
        say("ready");
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] to = line.split(" ");
            try (Socket socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(InetAddress.getByName(to[0]), Integer.parseInt(to[1])), PATIENCE_MILLIS);
                StandIn.send(said, socket.getInputStream(), socket.getOutputStream(), StandIn.AT_ONCE);
                socket.shutdownOutput();
                say(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip() + " "
                        + socket.getLocalPort());
            } catch (SocketTimeoutException e) {
                say("timeout");
            } catch (ConnectException e) {
                say("refused");
            } catch (IOException e) {
                say("failed " + e.getMessage());
            }
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
