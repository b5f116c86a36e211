package io.xenscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.detect.OtherProtocol;
import io.xenscope.dissect.event.Event;
import io.xenscope.dissect.event.MigrationEnd;
import io.xenscope.dissect.event.MigrationInfo;
import io.xenscope.dissect.event.Origin;
import io.xenscope.dissect.event.Outcome;
import io.xenscope.dissect.event.Totals;
import io.xenscope.output.IndexTemplate;
import io.xenscope.output.IndexTemplate.Engine;
import io.xenscope.proxy.Refusal;
import io.xenscope.proxy.relay.Side;
import io.xenscope.proxy.tap.ConnectionId;
import io.xenscope.proxy.tap.LagPolicy;
import io.xenscope.proxy.tap.Tap;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What samples/pipelines says fits what the program does. */
class PipelinesTest {

    /** A metric, maybe with conditions on its labels. */
    private static final Pattern METRIC = Pattern.compile("\\b(xenscope_[a-z_]+)(?:\\\\?\\{([^}]*)\\})?");

    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=~?\\\\?\"([^\"\\\\]*)\\\\?\"");

    @ParameterizedTest
    @EnumSource(Engine.class)
    void indexTemplatesAreThoseOfTheSchema(Engine engine) throws IOException {
        String folder = engine.name().toLowerCase(Locale.ROOT);
        assertThat(Files.readString(Samples.path("pipelines/" + folder + "/index-template.json")))
                .as("./xenscope schema --index-template " + folder)
                .isEqualTo(IndexTemplate.text(engine));
    }

    @ParameterizedTest
    @ValueSource(strings = {"grafana/xenscope.json", "prometheus/alerts.yml", "prometheus/alerts-test.yml"})
    void namedMetricsAndLabelsExist(String file) throws Exception {
        Map<String, Set<String>> served = served();
        List<MatchResult> named = METRIC.matcher(Files.readString(Samples.path("pipelines/" + file)))
                .results()
                .toList();
        assertThat(named).hasSizeGreaterThan(10);
        for (MatchResult metric : named) {
            assertThat(served).containsKey(metric.group(1));
            String conditions = metric.group(2) == null ? "" : metric.group(2);
            LABEL.matcher(conditions)
                    .results()
                    .filter(label -> !Set.of("job", "instance").contains(label.group(1)))
                    .flatMap(label -> Pattern.compile("\\|")
                            .splitAsStream(label.group(2))
                            .map(word -> label.group(1) + "=" + word))
                    .filter(condition -> !condition.contains("$"))
                    .forEach(
                            condition -> assertThat(served.get(metric.group(1))).contains(condition));
        }
    }

    /** What is served when all that is counted has happened: each metric with its labels. */
    private static Map<String, Set<String>> served() throws Exception {
        StringWriter messages = new StringWriter();
        LiveCounts counts = new LiveCounts(LiveLog.plain(new PrintWriter(messages)));
        ConnectionId connection = new ConnectionId(1, "10.0.0.1:40000", "10.0.0.2:8002");
        counts.opened(connection);
        counts.connectFailed(connection, new ConnectException("refused"));
        counts.refused(connection, Refusal.LOOP);
        counts.forwarded(Side.CLIENT, 1);
        counts.forwarded(Side.SERVER, 1);
        counts.closed(connection, 1, 1, true);
        counts.closed(connection, 1, 1, false);
        counts.shed(1);
        counts.failed(connection, new IllegalStateException("x"));
        counts.delivered("file", 1);
        counts.dropped("file", "spool_full", 1);
        counts.sink("file", () -> 1);
        counts.recordingFailed(new IOException("full"));
        counts.failed("file", "full", true);
        for (OtherProtocol protocol : OtherProtocol.values()) {
            counts.other(new OtherProtocol.Seen(protocol, "", ""));
        }
        for (Outcome outcome : Outcome.values()) {
            counts.watching(event -> {}).accept(end(outcome));
        }
        Tap tap = new Tap((client, server, time) -> List.of(), LagPolicy.DEGRADE, 1, counts);
        try (LiveMetrics metrics = LiveMetrics.serve(new HostPort("127.0.0.1", 0), counts, tap)) {
            assertThat(metrics).isNotNull();
            String port = messages.toString().replaceFirst("(?s).*metrics on port (\\d+).*", "$1");
            URI address = URI.create("http://127.0.0.1:" + port + "/metrics");
            String text = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                    .body();
            Map<String, Set<String>> served = new TreeMap<>();
            METRIC.matcher(text)
                    .results()
                    .forEach(metric -> LABEL.matcher(metric.group(2) == null ? "" : metric.group(2))
                            .results()
                            .forEach(label -> served.computeIfAbsent(metric.group(1), name -> new TreeSet<>())
                                    .add(label.group(1) + "=" + label.group(2))));
            text.lines()
                    .filter(line -> line.startsWith("xenscope_"))
                    .forEach(line -> served.computeIfAbsent(line.split("[ {]")[0], name -> new TreeSet<>()));
            return served;
        }
    }

    private static Event end(Outcome outcome) {
        MigrationInfo migration =
                new MigrationInfo(null, "live", "xl", "xl", "libxc-v3", "pv", null, null, null, null, null, null, null);
        Totals totals = new Totals(0, null, 0, 0, 0, 0, 0, 0, 0, 0, 0L, 0, null, null, null, 0, 0, 0, Map.of());
        return new Event(
                new Origin("m", null, null, null),
                "e",
                0,
                0,
                null,
                "",
                new MigrationEnd(migration, totals, outcome, ""));
    }
}
