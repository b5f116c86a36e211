package io.xenscope.proxy;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a proxy ends TLS and begins it anew, to see what is inside. All files are PEM, keys PKCS #8. The sides are
 * independent of each other; without either, TLS passes untouched like everything else.
 *
 * @param in ends the TLS of clients; null to take their octets as they are
 * @param out begins TLS to servers; null to send octets as they are
 * @param keyLog secrets of all sessions are appended here, in the form that Wireshark reads; null for none
 */
public record Tls(
        @Nullable In in, @Nullable Out out, @Nullable Path keyLog) {

    /** Everything passes as it is. */
    public static final Tls UNTOUCHED = new Tls(null, null, null);

    /**
     * How the proxy is a server.
     *
     * @param certificate shown to clients, with its chain
     * @param key of the certificate
     * @param authorities clients have to show a certificate of one of these; null to ask for none
     */
    public record In(Path certificate, Path key, @Nullable Path authorities) {}

    /**
     * How the proxy is a client. A client's own certificate cannot be passed on, since its key stays with the client.
     *
     * @param authorities servers have to show a certificate of one of these; null for those that Java knows
     * @param certificate shown to servers that ask for one; null for none
     * @param key of the certificate
     * @param name asked for (SNI) and looked for in certificates; null for the name the client asked for, or the host
     *     connected to
     * @param check what has to be right about a server's certificate
     */
    public record Out(
            @Nullable Path authorities,
            @Nullable Path certificate,
            @Nullable Path key,
            @Nullable String name,
            Check check) {}

    /** What has to be right about a server's certificate. */
    public enum Check {
        /** Its issuer and its name. */
        NAME,
        /** Its issuer. */
        ISSUER,
        /** Nothing. */
        NOTHING
    }
}
