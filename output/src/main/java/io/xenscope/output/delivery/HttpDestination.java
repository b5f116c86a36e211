package io.xenscope.output.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines in the bodies of HTTP requests, in as many as the server wants them. */
final class HttpDestination implements Destination {

    /** What a service does with lines. */
    interface Service {
        /** Where to send requests. */
        URI uri();

        String contentType();

        byte[] body(List<Line> lines) throws IOException;

        /** Takes out of the batch what the server took or refused, by its answer to a request that went well. */
        void answered(Batch batch, List<Line> sent, InputStream answer) throws IOException;

        boolean wantsJson();
    }

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final long LONGEST_PAUSE = 300;
    private static final int TOLD = 300;

    private final Service service;
    private final @Nullable String authorization;
    private final HttpClient client;

    /**
     * @param authorization value of the header of this name; null for none
     * @param client sends the requests
     */
    HttpDestination(Service service, @Nullable String authorization, HttpClient client) {
        this.service = service;
        this.authorization = authorization;
        this.client = client;
    }

    /** Builds clients as they are wanted here. */
    static HttpClient.Builder client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
    }

    @Override
    public boolean wantsJson() {
        return service.wantsJson();
    }

    @Override
    public void send(Batch batch) throws IOException, InterruptedException {
        send(batch, batch.waiting());
    }

    private void send(Batch batch, List<Line> lines) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.uri())
                .timeout(PATIENCE)
                .header("Content-Type", service.contentType())
                .POST(HttpRequest.BodyPublishers.ofByteArray(service.body(lines)));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        HttpResponse<InputStream> response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        int status = response.statusCode();
        try (InputStream answer = response.body()) {
            if (status >= 200 && status < 300) {
                service.answered(batch, lines, answer);
                return;
            }
            String why = "HTTP " + status + " "
                    + new String(answer.readNBytes(TOLD), java.nio.charset.StandardCharsets.UTF_8);
            batch.complain(why.strip());
        }
        if (status == 400 || status == 413 || status == 422) {
            // Something is wrong with the lines, not with the server: find out with which.
            separate(batch, lines, status);
        } else {
            response.headers().firstValue("Retry-After").ifPresent(value -> pause(batch, value));
        }
    }

    private void separate(Batch batch, List<Line> lines, int status) throws IOException, InterruptedException {
        if (lines.size() == 1) {
            batch.rejected(lines, status == 413 ? "too_long" : "rejected");
            return;
        }
        int middle = lines.size() / 2;
        send(batch, lines.subList(0, middle));
        send(batch, lines.subList(middle, lines.size()));
    }

    private static void pause(Batch batch, String seconds) {
        // A date is allowed as well; then the usual pauses do.
        if (seconds.matches("\\d{1,9}")) {
            batch.retryAfter(Duration.ofSeconds(Math.min(LONGEST_PAUSE, Long.parseLong(seconds))));
        }
    }

    @Override
    public void close() {
        // The client keeps nothing that has to be ended.
    }
}
