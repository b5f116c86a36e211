package io.xenscope.output.delivery;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Lines and deliveries for tests. */
final class Made {

    private Made() {}

    static Line line(int number, Rank rank) {
        String action = rank == Rank.DETAIL ? "record" : rank == Rank.IMPORTANT ? "round" : "migration.end";
        return line(number, rank, "{\"number\":" + number + ",\"event\":{\"id\":\"" + id(number) + "\"}}", action);
    }

    static Line line(int number, Rank rank, String text, String action) {
        return new Line(
                (text + "\n").getBytes(StandardCharsets.UTF_8),
                new Line.Facts(
                        id(number),
                        "m-1",
                        action,
                        "",
                        rank == Rank.ESSENTIAL ? "complete" : "",
                        1_700_000_000_123_456_789L + number,
                        rank));
    }

    static String id(int number) {
        return String.format("%032x", number);
    }

    static List<Line> details(int from, int to) {
        List<Line> lines = new ArrayList<>();
        for (int i = from; i < to; i++) {
            lines.add(line(i, Rank.DETAIL));
        }
        return lines;
    }

    static List<String> texts(List<Line> lines) {
        return lines.stream().map(Line::text).toList();
    }

    static Delivery.Waiting waiting() {
        return Delivery.Waiting.inMemory(16 << 20)
                .retrying(java.time.Duration.ofMillis(5), java.time.Duration.ofMillis(20));
    }

    /** Waits without a bound of its own: the test has one. */
    static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** Remembers what it was told. */
    static final class Seen implements DeliveryObserver {
        final Map<String, Long> counts = new ConcurrentHashMap<>();
        final List<String> failures = new java.util.concurrent.CopyOnWriteArrayList<>();

        @Override
        public void delivered(String destination, long lines) {
            counts.merge("delivered", lines, Long::sum);
        }

        @Override
        public void dropped(String destination, String reason, long lines) {
            counts.merge(reason, lines, Long::sum);
        }

        @Override
        public void failed(String destination, String why, boolean first) {
            failures.add(why);
        }

        long get(String name) {
            return counts.getOrDefault(name, 0L);
        }
    }
}
