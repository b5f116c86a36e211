package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A {@code xenscope proxy} that runs as a process of its own, between the test's sockets. */
final class LiveCommand implements AutoCloseable {

    private final Process process;
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Thread listening;

    private LiveCommand(Process process) {
        this.process = process;
        this.listening = new Thread(this::listen, "messages");
        listening.start();
    }

    /** Starts {@code proxy} with these arguments; its standard output goes to a file. */
    static LiveCommand proxy(Path out, String... arguments) throws Exception {
        List<String> line = new java.util.ArrayList<>(List.of("proxy"));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = Command.builder(Map.of(), line.toArray(String[]::new));
        LiveCommand command =
                new LiveCommand(builder.redirectOutput(out.toFile()).start());
        command.awaitMessage("listening on");
        return command;
    }

    private void listen() {
        try (BufferedReader messages =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            messages.lines().forEach(told::add);
        } catch (IOException | java.io.UncheckedIOException e) {
            told.add(String.valueOf(e));
        }
    }

    List<String> told() {
        return told;
    }

    /** Sends SIGTERM; messages are still listened to, as they would not be with the process' own method. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** Sends any signal. */
    void signal(String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** The first message with these words. */
    String awaitMessage(String words) throws InterruptedException {
        await(() -> !process.isAlive() || told.stream().anyMatch(line -> line.contains(words)));
        return told.stream()
                .filter(line -> line.contains(words))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no '" + words + "' in " + told));
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private int port(String words) throws InterruptedException {
        String message = awaitMessage(words);
        return Integer.parseInt(message.substring(message.lastIndexOf(' ') + 1));
    }

    Socket connect(String host) throws Exception {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getByName(host), port("listening on")));
        return socket;
    }

    HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port("metrics on port") + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** One value of the metrics; 0 when it is not there. */
    double metric(String name) {
        try {
            return get("/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                    .findFirst()
                    .orElse(0);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Asks it to stop, and waits. */
    void stop() throws InterruptedException {
        terminate();
        process.waitFor();
        listening.join();
        assertThat(process.exitValue()).as(() -> "ended by SIGTERM; " + told).isEqualTo(143);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** How often {@code words} stand in the file so far. */
    static long count(Path file, String words) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains(words))
                    .count();
        } catch (IOException e) {
            return 0;
        }
    }
}
