package io.xenscope.kafka;

import io.xenscope.output.delivery.Batch;
import io.xenscope.output.delivery.Destination;
import io.xenscope.output.delivery.Line;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * A topic. The key of an event is its migration, so that the events of one stay in one partition, in order; the producer
 * is idempotent and repeats by itself. Lines that were handed to it are not handed over again while it may still succeed.
 */
final class KafkaDestination implements Destination {

    /** Without any word for so long, it is told that something is wrong. */
    private static final long QUIET_SECONDS = 5;

    private static final Duration FINISH = Duration.ofSeconds(2);
    private static final String EVENT_ID = "event.id";
    private static final long MILLISECOND = 1_000_000;

    private final Properties properties;
    private final String topic;
    private final Map<Line, Future<RecordMetadata>> underWay = new HashMap<>();
    private @Nullable KafkaProducer<String, byte[]> producer;

    KafkaDestination(Properties properties, String topic) {
        this.properties = properties;
        this.topic = topic;
    }

    @Override
    public void send(Batch batch) throws IOException, InterruptedException {
        try {
            KafkaProducer<String, byte[]> open = producer == null ? new KafkaProducer<>(properties) : producer;
            producer = open;
            List<Line> lines = batch.waiting();
            for (Line line : lines) {
                Future<RecordMetadata> answer = underWay.get(line);
                if (answer == null) {
                    answer = open.send(message(line));
                    underWay.put(line, answer);
                    if (answer.isDone()) {
                        // No broker was found in time; waiting as long for every line would be too much.
                        break;
                    }
                }
            }
            for (Line line : lines) {
                await(batch, line);
            }
        } catch (InterruptException e) {
            InterruptedException interrupted = new InterruptedException("told to give up");
            interrupted.initCause(e);
            throw interrupted;
        } catch (KafkaException e) {
            throw new IOException(told(e), e);
        }
    }

    private ProducerRecord<String, byte[]> message(Line line) {
        byte[] text = Arrays.copyOf(line.octets(), line.length());
        ProducerRecord<String, byte[]> message = new ProducerRecord<>(
                topic,
                null,
                Math.max(0, line.facts().time() / MILLISECOND),
                line.facts().migrationId(),
                text);
        message.headers().add(EVENT_ID, line.facts().eventId().getBytes(StandardCharsets.UTF_8));
        return message;
    }

    private void await(Batch batch, Line line) throws IOException, InterruptedException {
        Future<RecordMetadata> answer = underWay.get(line);
        if (answer == null) {
            return;
        }
        try {
            answer.get(QUIET_SECONDS, TimeUnit.SECONDS);
            underWay.remove(line);
            batch.delivered(List.of(line));
        } catch (TimeoutException e) {
            throw new IOException("no broker has taken the events so far; waiting", e);
        } catch (ExecutionException e) {
            underWay.remove(line);
            if (e.getCause() instanceof RecordTooLargeException) {
                batch.rejected(List.of(line), "too_long");
                return;
            }
            // Whatever is left goes to a new producer, in order.
            close(Duration.ZERO);
            throw new IOException(told(e.getCause()), e);
        }
    }

    private static String told(@Nullable Throwable cause) {
        return cause == null || cause.getMessage() == null ? String.valueOf(cause) : cause.getMessage();
    }

    private void close(Duration patience) {
        underWay.clear();
        if (producer != null) {
            producer.close(patience);
        }
        producer = null;
    }

    @Override
    public void close() throws IOException {
        try {
            close(FINISH);
        } catch (KafkaException e) {
            throw new IOException(told(e), e);
        }
    }
}
