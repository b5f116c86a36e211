package io.xenscope.output.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Servers that are busy, broken, picky, or gone in the middle: nothing is lost, nothing is there twice. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HttpDestinationTest {

    private static final Pattern CREATE = Pattern.compile("\\{\"create\":\\{\"_id\":\"([0-9a-f]{32})\"}}");

    private final Made.Seen seen = new Made.Seen();
    private final Map<String, String> stored = Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<String> moods = Collections.synchronizedList(new ArrayList<>());
    private final List<String> headers = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/events/_bulk", exchange -> handle(exchange, this::bulk));
        server.createContext("/loki/api/v1/push", exchange -> handle(exchange, this::push));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** What a server does with the body of a request. */
    private interface Service {
        void take(HttpExchange exchange, String body) throws IOException;
    }

    private void handle(HttpExchange exchange, Service service) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            headers.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            String mood = moods.isEmpty() ? "well" : moods.remove(0);
            switch (mood) {
                case "429" -> {
                    exchange.getResponseHeaders().add("Retry-After", "0");
                    exchange.sendResponseHeaders(429, -1);
                }
                case "500", "503" -> exchange.sendResponseHeaders(Integer.parseInt(mood), -1);
                // Closed without an answer, before or after the work was done.
                case "reset" -> {}
                case "silent" -> service.take(null, body);
                default -> service.take(exchange, body);
            }
        }
    }

    private static void answer(@Nullable HttpExchange exchange, int status, String body) throws IOException {
        if (exchange != null) {
            byte[] octets = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, octets.length == 0 ? -1 : octets.length);
            exchange.getResponseBody().write(octets);
        }
    }

    /** Creates what is new; refuses numbers that end in 13, and is busy with those that end in 7 at first. */
    private void bulk(@Nullable HttpExchange exchange, String body) throws IOException {
        if (body.length() > 3000) {
            answer(exchange, 413, "");
            return;
        }
        List<String> lines = body.lines().toList();
        List<String> items = new ArrayList<>();
        for (int i = 0; i < lines.size(); i += 2) {
            Matcher action = CREATE.matcher(lines.get(i));
            assertThat(action.matches()).isTrue();
            String id = action.group(1);
            String document = lines.get(i + 1);
            int status;
            if (document.contains("13,")) {
                status = 400;
            } else if (document.contains("7,") && stored.putIfAbsent("busy " + id, "") == null) {
                status = 429;
            } else {
                status = stored.putIfAbsent(id, document) == null ? 201 : 409;
            }
            items.add("{\"create\":{\"_index\":\"events\",\"_id\":\"" + id + "\",\"status\":" + status
                    + (status == 400 ? ",\"error\":{\"type\":\"x\",\"status\":201}" : "") + "}}");
        }
        answer(exchange, 200, "{\"took\":3,\"errors\":true,\"items\":[" + String.join(",", items) + "]}");
    }

    /** Keeps each time and text once, as Loki does; refuses requests with a number that ends in 13. */
    private void push(@Nullable HttpExchange exchange, String body) throws IOException {
        if (body.contains("13,")) {
            answer(exchange, 400, "entry too far behind");
            return;
        }
        String labels = "";
        List<String> values = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING && parser.currentName() != null) {
                    labels += parser.currentName() + "=" + parser.getString() + " ";
                } else if (token == JsonToken.VALUE_STRING) {
                    values.add(parser.getString());
                }
            }
        }
        for (int i = 0; i < values.size(); i += 2) {
            stored.put(values.get(i) + " " + values.get(i + 1), labels);
        }
        answer(exchange, 204, "");
    }

    private Delivery started(String target, @Nullable String authorization) throws IOException {
        String where =
                target.replace("SERVER", "127.0.0.1:" + server.getAddress().getPort());
        DestinationOptions options =
                new DestinationOptions(true, Rotation.NONE, null, authorization, null, Clock.systemUTC());
        Delivery delivery = new Delivery(target, Target.parse(where).open(options), Made.waiting(), seen);
        delivery.start();
        return delivery;
    }

    private static List<Line> without13() {
        return Made.details(0, 200).stream()
                .filter(line -> !line.text().contains("13,"))
                .toList();
    }

    @Test
    void elasticThroughAllTroubles() throws Exception {
        moods.addAll(List.of("429", "500", "reset", "silent", "503"));
        Delivery delivery = started("elastic:http://SERVER/events", null);
        for (Line line : Made.details(0, 200)) {
            delivery.offer(line);
        }
        assertThat(delivery.close(Duration.ofSeconds(50))).isTrue();
        stored.keySet().removeIf(id -> id.startsWith("busy"));
        assertThat(stored.values()).containsExactlyInAnyOrderElementsOf(Made.texts(without13()));
        assertThat(seen.get("rejected")).isEqualTo(2);
        assertThat(seen.get("delivered")).isEqualTo(198);
        assertThat(seen.failures)
                .anyMatch(why -> why.contains("HTTP 429"))
                .anyMatch(why -> why.contains("HTTP 500"))
                .anyMatch(why -> why.startsWith("some are refused: status"))
                .anyMatch(why -> why.contains("for some documents"));
        assertThat(headers).containsOnly("null");
    }

    @Test
    void lokiThroughAllTroubles() throws Exception {
        moods.addAll(List.of("429", "500", "reset", "silent", "503"));
        Delivery delivery = started("loki:http://SERVER", null);
        for (Line line : Made.details(0, 200)) {
            delivery.offer(line);
        }
        delivery.offer(Made.line(200, Rank.ESSENTIAL));
        assertThat(delivery.close(Duration.ofSeconds(50))).isTrue();
        List<String> expected = new ArrayList<>();
        without13().forEach(line -> expected.add(line.facts().time() + " " + line.text()));
        Line end = Made.line(200, Rank.ESSENTIAL);
        expected.add(end.facts().time() + " " + end.text());
        assertThat(stored.keySet()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(stored.get(expected.get(expected.size() - 1)))
                .contains("job=xenscope action=migration.end outcome=complete");
        assertThat(seen.get("rejected")).isEqualTo(2);
    }

    @Test
    void credentialsAreSentAndNeverShown() throws Exception {
        for (int i : IntStream.range(0, 2).toArray()) {
            Delivery delivery = i == 0
                    ? started("elastic:http://me:pass@SERVER/events", "ApiKey unused")
                    : started("elastic:http://SERVER/events", "ApiKey abc");
            delivery.offer(Made.line(1, Rank.DETAIL));
            assertThat(delivery.close(Duration.ofSeconds(50))).isTrue();
        }
        assertThat(headers).containsExactly("Basic bWU6cGFzcw==", "ApiKey abc");
        assertThat(Target.parse("elastic:http://me:pass@h/x")).hasToString("elastic:http://h/x");
        DestinationOptions options = new DestinationOptions(true, Rotation.NONE, null, null, null, Clock.systemUTC());
        for (String wrong : List.of("elastic:http://me:pass@h", "loki:me:pass@h", "tcp://me:pass@h", "kafka:x")) {
            assertThatThrownBy(() -> Target.parse(wrong).open(options))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("pass");
        }
    }

    @Test
    void somethingElseThanABulkInterfaceTakesNothing() throws Exception {
        server.createContext("/other/_bulk", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                answer(exchange, 200, "<html>hello</html>");
            }
        });
        Delivery delivery = started("elastic:http://SERVER/other", null);
        delivery.offer(Made.line(1, Rank.DETAIL));
        Made.await(() -> !seen.failures.isEmpty());
        assertThat(delivery.close(Duration.ofMillis(20))).isFalse();
        assertThat(seen.failures.get(0)).contains("no JSON");
        assertThat(seen.get("undelivered")).isEqualTo(1);
    }
}
