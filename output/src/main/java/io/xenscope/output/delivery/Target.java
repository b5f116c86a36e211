package io.xenscope.output.delivery;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where events are to go, as users write it: {@code -}, {@code file:PATH}, {@code tcp:HOST:PORT}, {@code tls:HOST:PORT},
 * {@code unix:PATH}, {@code syslog:udp:HOST:PORT} (tcp, tls, unix), {@code elastic:URL}, {@code loki:URL}, or what a
 * {@link DestinationProvider} knows.
 *
 * @param scheme what stands before the first colon; {@code -} for standard output
 * @param rest what stands behind it
 */
public record Target(String scheme, String rest) {

    /** Octets that may be on their way to a socket's reader: the buffers of both sides. */
    private static final int ON_A_SOCKET = 1 << 20;

    /** What a pipe holds. */
    private static final int IN_A_PIPE = 1 << 16;

    private static final Pattern HOST_PORT = Pattern.compile("(?:\\[([^\\]]+)\\]|([^:\\[\\]]+)):(\\d{1,5})");
    private static final Pattern USER = Pattern.compile("(//|^[a-z]+:)[^/@]*@");
    private static final int HIGHEST = 65535;
    private static final String HELP = "expected -, file:PATH, tcp:HOST:PORT, tls:HOST:PORT, unix:PATH,"
            + " syslog:udp:HOST:PORT (or tcp, tls, unix:PATH), elastic:URL, loki:URL or kafka:BROKERS/TOPIC";

    /**
     * Reads a target.
     *
     * @throws IllegalArgumentException if it has no form of a target
     */
    public static Target parse(String text) {
        int colon = text.indexOf(':');
        if (text.equals("-")) {
            return new Target("-", "");
        }
        if (colon < 1 || colon == text.length() - 1) {
            throw new IllegalArgumentException(hide(text) + ": " + HELP);
        }
        return new Target(text.substring(0, colon).toLowerCase(Locale.ROOT), text.substring(colon + 1));
    }

    /** Whether this is standard output. */
    public boolean isStandardOutput() {
        return scheme.equals("-");
    }

    /** Whether this is a file, which may be none of the regular ones. */
    public boolean isFile() {
        return scheme.equals("file");
    }

    /** The target without user names and passwords. */
    @Override
    public String toString() {
        if (isStandardOutput()) {
            return "-";
        }
        String text = scheme + ":" + rest;
        return isFile() || scheme.equals("unix") ? text : hide(text);
    }

    private static String hide(String text) {
        return USER.matcher(text).replaceAll("$1");
    }

    /**
     * Opens the destination, unless it is standard output; nothing has to answer yet.
     *
     * @throws IllegalArgumentException if there is none for this target
     * @throws IOException if what can be known beforehand says that it will not work
     */
    public Destination open(DestinationOptions options) throws IOException {
        return switch (scheme) {
            case "file" -> file(options);
            case "tcp", "tls", "unix" ->
                new StreamDestination(socket(scheme, rest, options), Framing.NONE, Integer.MAX_VALUE, ON_A_SOCKET);
            case "syslog" -> syslog(options);
            case "elastic", "opensearch" -> {
                URI uri = uri();
                if (uri.getPath() == null || uri.getPath().length() < 2) {
                    throw wrong("the URL ends in the name of an index or data stream");
                }
                yield http(new BulkService(withoutUser(uri)), uri, options);
            }
            case "loki" -> http(new LokiService(withoutUser(uri())), uri(), options);
            default -> provided(options);
        };
    }

    private Destination file(DestinationOptions options) throws IOException {
        Path path = Path.of(rest);
        if (Files.isDirectory(path)) {
            throw new IOException(path + " is a folder");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            return new StreamDestination(
                    () -> ChannelConnection.fifo(path), Framing.NONE, Integer.MAX_VALUE, IN_A_PIPE);
        }
        FileDestination file = new FileDestination(path, options.appending(), options.rotation(), options.clock());
        file.open();
        return file;
    }

    private Destination syslog(DestinationOptions options) throws IOException {
        int colon = rest.indexOf(':');
        String transport = colon < 0 ? "" : rest.substring(0, colon);
        String where = rest.substring(colon + 1);
        if (transport.equals("udp")) {
            Matcher address = address(where);
            return new DatagramDestination(host(address), port(address), new SyslogFraming(options.hostname(), false));
        }
        if (!transport.matches("tcp|tls|unix")) {
            throw wrong("expected syslog:udp:, syslog:tcp:, syslog:tls: or syslog:unix:");
        }
        return new StreamDestination(
                socket(transport, where, options),
                new SyslogFraming(options.hostname(), true),
                SyslogFraming.MOST - SyslogFraming.HEADER,
                ON_A_SOCKET);
    }

    private Connection.Opening socket(String kind, String where, DestinationOptions options) throws IOException {
        if (kind.equals("unix")) {
            Path path = Path.of(where);
            return () -> ChannelConnection.unix(path);
        }
        Matcher address = address(where);
        String host = host(address);
        int port = port(address);
        if (kind.equals("tcp")) {
            return () -> SocketConnection.open(host, port, null);
        }
        var context = Trust.context(options.authorities());
        return () -> SocketConnection.open(host, port, context);
    }

    private Matcher address(String where) {
        Matcher parts = HOST_PORT.matcher(where);
        if (!parts.matches() || port(parts) > HIGHEST) {
            throw wrong("expected HOST:PORT or [IPV6]:PORT");
        }
        return parts;
    }

    private static String host(Matcher address) {
        return address.group(1) == null ? address.group(2) : address.group(1);
    }

    private static int port(Matcher address) {
        return Integer.parseInt(address.group(3));
    }

    private URI uri() {
        try {
            URI uri = new URI(rest);
            if (uri.getHost() != null
                    && uri.getScheme() != null
                    && uri.getScheme().matches("https?")) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // The same answer: the text itself may hold a password.
        }
        throw wrong("expected a URL, http:// or https://");
    }

    private static URI withoutUser(URI uri) {
        return URI.create(hide(uri.toString()));
    }

    private static Destination http(HttpDestination.Service service, URI uri, DestinationOptions options)
            throws IOException {
        HttpClient.Builder client = HttpDestination.client();
        if (options.authorities() != null) {
            client.sslContext(Trust.context(options.authorities()));
        }
        return new HttpDestination(service, authorization(uri, options), client.build());
    }

    private static @Nullable String authorization(URI uri, DestinationOptions options) {
        String user = uri.getUserInfo();
        return user == null
                ? options.authorization()
                : "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    private Destination provided(DestinationOptions options) throws IOException {
        for (DestinationProvider provider : ServiceLoader.load(DestinationProvider.class)) {
            if (provider.scheme().equals(scheme)) {
                return provider.open(rest, options);
            }
        }
        throw wrong(scheme.equals("kafka") ? "the Kafka module is not there; see docs/guides/delivery.md" : HELP);
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(this + ": " + what);
    }
}
