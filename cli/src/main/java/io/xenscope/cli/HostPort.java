package io.xenscope.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code HOST:PORT}, {@code [IPV6]:PORT}, {@code :PORT} or {@code PORT}. */
record HostPort(@Nullable String host, int port) {

    private static final Pattern FORM = Pattern.compile("(?:(?:\\[([^\\]]+)\\]|([^:\\[\\]]*)):)?(\\d{1,5})");
    private static final int HIGHEST = 65535;

    static HostPort parse(String text) {
        Matcher parts = FORM.matcher(text);
        int port = parts.matches() ? Integer.parseInt(parts.group(3)) : HIGHEST + 1;
        if (port > HIGHEST) {
            throw new IllegalArgumentException("'" + text + "': expected HOST:PORT, [IPV6]:PORT, :PORT or PORT");
        }
        String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
        return new HostPort(host == null || host.isEmpty() ? null : host, port);
    }

    /** To listen on: without a host, on all addresses. */
    InetSocketAddress listening() {
        return host == null ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    }

    /** To connect to: a name is looked up when that is done; without a host, this machine. */
    InetSocketAddress connecting() {
        return host == null
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
                : InetSocketAddress.createUnresolved(host, port);
    }

    static final class Converter implements ITypeConverter<HostPort> {
        @Override
        public HostPort convert(String value) {
            try {
                return parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
