package io.xenscope.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.xenscope.output.delivery.Delivery;
import io.xenscope.output.delivery.DeliveryObserver;
import io.xenscope.output.delivery.Destination;
import io.xenscope.output.delivery.DestinationOptions;
import io.xenscope.output.delivery.Line;
import io.xenscope.output.delivery.Rank;
import io.xenscope.output.delivery.Rotation;
import io.xenscope.output.delivery.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker that goes away in the middle and comes back: every event arrives, those of a migration in order. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class KafkaDestinationTest {

    private static final String TOPIC = "xenscope-events";
    private static final int PARTITIONS = 3;
    private static final int MIGRATIONS = 7;
    private static final int LINES = 6000;
    private static final DestinationOptions OPTIONS =
            new DestinationOptions(true, Rotation.NONE, null, null, null, Clock.systemUTC());

    private AutoCloseable running = () -> {};
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();

    private final DeliveryObserver observer = new DeliveryObserver() {
        @Override
        public void delivered(String destination, long lines) {
            delivered.addAndGet(lines);
        }

        @Override
        public void dropped(String destination, String reason, long lines) {
            dropped.addAndGet(lines);
        }

        @Override
        public void failed(String destination, String why, boolean first) {
            failures.incrementAndGet();
        }
    };

    @AfterEach
    void stop() throws Exception {
        running.close();
    }

    private static Line line(int number) {
        String migration = "migration-" + number % MIGRATIONS;
        byte[] octets = ("{\"number\":" + number + "}\n").getBytes(StandardCharsets.UTF_8);
        return new Line(
                octets,
                new Line.Facts(
                        String.format("%032x", number), migration, "record", "", "", number * 1_000_000L, Rank.DETAIL));
    }

    @Test
    void aBrokerThatGoesAwayAndComesBack() throws Exception {
        TestKitNodes nodes = new TestKitNodes.Builder()
                .setNumBrokerNodes(1)
                .setNumControllerNodes(1)
                .build();
        KafkaClusterTestKit cluster = new KafkaClusterTestKit.Builder(nodes)
                .setConfigProp("offsets.topic.replication.factor", "1")
                .build();
        running = cluster;
        cluster.format();
        cluster.startup();
        cluster.waitForReadyBrokers();
        try (Admin admin = cluster.admin()) {
            createTopic(admin);
        }
        survives(
                cluster.bootstrapServers(),
                () -> cluster.brokers().get(0).shutdown(),
                () -> cluster.brokers().get(0).startup());
    }

    /** A broker that has no time to put anything in order. */
    @Test
    void aBrokerThatIsKilledAndStartedAgain(@TempDir Path folder) throws Exception {
        BrokerProcess broker = new BrokerProcess(folder);
        running = broker;
        broker.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
            createTopic(admin);
        }
        survives(broker.address(), broker::kill, broker::start);
        assertThat(broker.isAlive()).isTrue();
    }

    private static void createTopic(Admin admin) throws Exception {
        admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                .all()
                .get();
    }

    private void survives(String brokers, Runnable goAway, Runnable comeBack) throws Exception {
        Delivery delivery = new Delivery(
                "kafka",
                Target.parse("kafka:" + brokers + "/" + TOPIC).open(OPTIONS),
                Delivery.Waiting.inMemory(64 << 20),
                observer);
        delivery.start();
        for (int i = 0; i < LINES / 3; i++) {
            assertThat(delivery.offer(line(i))).isTrue();
        }
        await(delivered, 1);
        goAway.run();
        for (int i = LINES / 3; i < 2 * LINES / 3; i++) {
            assertThat(delivery.offer(line(i))).isTrue();
        }
        await(failures, 1);
        comeBack.run();
        for (int i = 2 * LINES / 3; i < LINES; i++) {
            assertThat(delivery.offer(line(i))).isTrue();
        }
        assertThat(delivery.close(Duration.ofSeconds(60))).isTrue();
        assertThat(dropped).hasValue(0);
        assertThat(delivered).hasValue(LINES);
        assertArrived(Topic.read(brokers, TOPIC));
    }

    private static void await(AtomicLong count, long least) throws InterruptedException {
        while (count.get() < least) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static void assertArrived(List<ConsumerRecord<String, byte[]>> messages) {
        Map<String, List<String>> byMigration = new TreeMap<>();
        Map<String, Integer> partitions = new TreeMap<>();
        for (ConsumerRecord<String, byte[]> message : messages) {
            String id = new String(message.headers().lastHeader("event.id").value(), StandardCharsets.UTF_8);
            List<String> seen = byMigration.computeIfAbsent(message.key(), key -> new ArrayList<>());
            // A repetition is allowed, with the same id; its first arrival is what counts for the order.
            if (!seen.contains(id)) {
                seen.add(id);
            }
            assertThat(partitions.merge(message.key(), message.partition(), (old, now) -> now))
                    .isEqualTo(message.partition());
            int number = Integer.parseInt(id, 16);
            assertThat(new String(message.value(), StandardCharsets.UTF_8)).isEqualTo("{\"number\":" + number + "}");
            assertThat(message.timestamp()).isEqualTo(number);
        }
        assertThat(byMigration).hasSize(MIGRATIONS);
        assertThat(byMigration.values()).allSatisfy(ids -> assertThat(ids).isSorted());
        assertThat(byMigration.values().stream().mapToInt(List::size).sum()).isEqualTo(LINES);
    }

    @Test
    void targetsThatAreNone() {
        for (String wrong : List.of("kafka:host:9092", "kafka:/topic", "kafka:host:9092/to pic")) {
            assertThatThrownBy(() -> Target.parse(wrong).open(OPTIONS))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected kafka:BROKER:PORT");
        }
    }

    @Test
    void nobodyHasToBeThereToBegin() throws Exception {
        try (Destination destination = Target.parse("kafka:127.0.0.1:1/topic").open(OPTIONS)) {
            assertThat(destination.wantsJson()).isFalse();
        }
    }
}
