package io.xenscope.cli;

import io.xenscope.proxy.Tls;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options on TLS that a proxy ends and begins; without them it passes untouched. */
final class TlsOptions {

    @Option(
            names = "--tls-in",
            description = "End the TLS of clients here; takes --tls-in-cert and --tls-in-key. All files are PEM.")
    private boolean in;

    @Option(
            names = "--tls-in-cert",
            paramLabel = "FILE",
            description = "The certificate shown to clients, with its chain.")
    private @Nullable Path inCertificate;

    @Option(names = "--tls-in-key", paramLabel = "FILE", description = "Its key, PKCS #8 without a password.")
    private @Nullable Path inKey;

    @Option(
            names = "--tls-in-ca",
            paramLabel = "FILE",
            description = "Clients must show a certificate of one of these.")
    private @Nullable Path inAuthorities;

    @Option(names = "--tls-out", description = "Begin TLS to servers, by the name the client asked for, or the host.")
    private boolean out;

    @Option(
            names = "--tls-out-ca",
            paramLabel = "FILE",
            description = "Servers must show a certificate of one of these. Default: those Java trusts.")
    private @Nullable Path outAuthorities;

    @Option(
            names = "--tls-out-cert",
            paramLabel = "FILE",
            description = "A certificate for servers that ask for one; clients' own cannot be passed on.")
    private @Nullable Path outCertificate;

    @Option(names = "--tls-out-key", paramLabel = "FILE", description = "Its key, PKCS #8 without a password.")
    private @Nullable Path outKey;

    @Option(names = "--tls-out-name", paramLabel = "NAME", description = "Ask servers for this name, and look for it.")
    private @Nullable String outName;

    @Option(
            names = "--tls-out-check",
            paramLabel = "WHAT",
            defaultValue = "name",
            description = "What must be right about a server's certificate: name (and issuer), issuer, or nothing."
                    + " Default: ${DEFAULT-VALUE}.")
    private Tls.Check outCheck = Tls.Check.NAME;

    @Option(
            names = "--tls-keylog",
            paramLabel = "FILE",
            description =
                    "Append the secrets of all sessions, for Wireshark to decrypt recordings. Whoever has the file"
                            + " can read the guests' memory.")
    private @Nullable Path keyLog;

    /** @throws IllegalArgumentException if options do not go together */
    Tls tls() {
        if (!in && (inCertificate != null || inKey != null || inAuthorities != null)) {
            throw new IllegalArgumentException("--tls-in-cert, -key and -ca need --tls-in");
        }
        if (!out && (outAuthorities != null || outCertificate != null || outKey != null || outName != null)) {
            throw new IllegalArgumentException("--tls-out-ca, -cert, -key and -name need --tls-out");
        }
        if (keyLog != null && !in && !out) {
            throw new IllegalArgumentException(
                    "--tls-keylog needs --tls-in or --tls-out: TLS that passes keeps its secrets");
        }
        if ((outCertificate == null) != (outKey == null)) {
            throw new IllegalArgumentException("--tls-out-cert and --tls-out-key go together");
        }
        return new Tls(
                in ? ending() : null,
                out ? new Tls.Out(outAuthorities, outCertificate, outKey, outName, outCheck) : null,
                keyLog);
    }

    private Tls.In ending() {
        if (inCertificate == null || inKey == null) {
            throw new IllegalArgumentException("--tls-in needs --tls-in-cert and --tls-in-key");
        }
        return new Tls.In(inCertificate, inKey, inAuthorities);
    }
}
