package io.xenscope.kafka;

import io.xenscope.output.delivery.Destination;
import io.xenscope.output.delivery.DestinationOptions;
import io.xenscope.output.delivery.DestinationProvider;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * {@code kafka:BROKER:PORT,…/TOPIC}, perhaps with {@code ?config=FILE} behind it: a file of producer properties, such as
 * those for security.
 */
public final class KafkaProvider implements DestinationProvider {

    private static final Pattern FORM = Pattern.compile("([^/?]+)/([A-Za-z0-9._-]{1,249})(?:\\?config=(.+))?");

    /** How long a call may wait for a broker, so that trouble is told. */
    private static final String BLOCK_MILLIS = "5000";

    @Override
    public String scheme() {
        return "kafka";
    }

    @Override
    public Destination open(String target, DestinationOptions options) throws IOException {
        Matcher parts = FORM.matcher(target);
        if (!parts.matches()) {
            throw new IllegalArgumentException("kafka:" + target
                    + ": expected kafka:BROKER:PORT,…/TOPIC or kafka:BROKER:PORT,…/TOPIC?config=FILE");
        }
        Properties properties = new Properties();
        properties.setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        properties.setProperty(ProducerConfig.LINGER_MS_CONFIG, "0");
        properties.setProperty(CommonClientConfigs.CLIENT_ID_CONFIG, "xenscope");
        if (options.authorities() != null) {
            properties.setProperty(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
            properties.setProperty(
                    SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG,
                    options.authorities().toString());
        }
        if (parts.group(3) != null) {
            try (Reader reader = Files.newBufferedReader(Path.of(parts.group(3)))) {
                properties.load(reader);
            }
        }
        properties.setProperty(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, parts.group(1));
        properties.setProperty(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
        properties.setProperty(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        // What the promises of this destination rest on: no repetition by the producer, order kept, nothing given up.
        properties.setProperty(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        properties.setProperty(ProducerConfig.ACKS_CONFIG, "all");
        properties.setProperty(ProducerConfig.RETRIES_CONFIG, Integer.toString(Integer.MAX_VALUE));
        properties.setProperty(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.toString(Integer.MAX_VALUE));
        properties.setProperty(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS);
        return new KafkaDestination(properties, parts.group(2));
    }
}
