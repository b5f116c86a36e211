package io.xenscope.output.delivery;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lines as syslog messages (RFC 5424); on streams with their length in front (RFC 6587, octet counting). */
final class SyslogFraming implements Framing {

    /** What receivers are sure to take (RFC 5424, 6.1, asks for 2 KiB at least; common ones take 8). */
    static final int MOST = 8192;

    /** The longest header: priority, version, time, host of 255, names. */
    static final int HEADER = 400;

    private static final int LOCAL0 = 16;
    private static final int ERROR = 3;
    private static final int WARNING = 4;
    private static final int INFORMATION = 6;
    private static final int LONGEST_HOST = 255;
    private static final int NANOS = 1_000_000_000;

    // Six digits at most (RFC 5424, 6.2.3).
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final String host;
    private final boolean counted;
    private final long process = ProcessHandle.current().pid();

    /**
     * @param host the name of this machine; null when it is not known
     * @param counted whether each message has its length in front
     */
    SyslogFraming(@Nullable String host, boolean counted) {
        String printable = host == null ? "" : host.replaceAll("[^!-~]", "");
        this.host = printable.isEmpty() ? "-" : printable.substring(0, Math.min(LONGEST_HOST, printable.length()));
        this.counted = counted;
    }

    @Override
    public byte @Nullable [] of(Line line) {
        Instant time = Instant.ofEpochSecond(
                Math.floorDiv(line.facts().time(), NANOS),
                Math.floorMod(line.facts().time(), NANOS));
        String header = "<" + (LOCAL0 * 8 + severity(line)) + ">1 " + TIME.format(time) + " " + host + " xenscope "
                + process + " " + line.facts().action() + " - ";
        int length = header.length() + line.length();
        if (length > MOST) {
            return null;
        }
        ByteArrayOutputStream message = new ByteArrayOutputStream(length + 8);
        if (counted) {
            message.writeBytes((length + " ").getBytes(StandardCharsets.US_ASCII));
        }
        message.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
        message.write(line.octets(), 0, line.length());
        return message.toByteArray();
    }

    private static int severity(Line line) {
        return switch (line.facts().severity()) {
            case "error" -> ERROR;
            case "warn" -> WARNING;
            default ->
                switch (line.facts().action()) {
                    case "gap", "pipeline.drop" -> WARNING;
                    case "migration.end" -> line.facts().outcome().equals("complete") ? INFORMATION : WARNING;
                    default -> INFORMATION;
                };
        };
    }
}
