package io.xenscope.proxy;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.internal.tcnative.SSLContext;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * TLS of both sides, made ready. Java's own TLS is used, which can close one direction and keep the other; only BoringSSL
 * tells the secrets of sessions, and is used where they are to be logged.
 */
record TlsContexts(
        @Nullable SslContext in,
        @Nullable SslContext out,
        @Nullable KeyLog keyLog) {

    /** @throws IOException if a file cannot be used */
    static TlsContexts of(Tls tls) throws IOException {
        KeyLog log = tls.keyLog() == null ? null : KeyLog.open(tls.keyLog());
        if (log != null && !OpenSsl.isAvailable()) {
            throw new IOException(
                    "secrets cannot be logged: " + OpenSsl.unavailabilityCause().getMessage());
        }
        Tls.In in = tls.in();
        Tls.Out out = tls.out();
        return new TlsContexts(
                in == null ? null : logged(server(in), log), out == null ? null : logged(client(out), log), log);
    }

    private static SslContext logged(SslContextBuilder builder, @Nullable KeyLog log) throws IOException {
        SslContext context = builder.sslProvider(log == null ? SslProvider.JDK : SslProvider.OPENSSL)
                .build();
        if (log != null && context instanceof ReferenceCountedOpenSslContext open) {
            SSLContext.setKeyLogCallback(handle(open), (session, line) -> log.line(line));
        }
        return context;
    }

    /**
     * What the native library knows the context by. Netty keeps it to itself: its getters give the address of another
     * structure inside of it, from which there is no way back.
     */
    private static long handle(ReferenceCountedOpenSslContext context) throws IOException {
        try {
            Field field = ReferenceCountedOpenSslContext.class.getDeclaredField("ctx");
            field.setAccessible(true);
            return field.getLong(context);
        } catch (ReflectiveOperationException e) {
            throw new IOException("secrets cannot be logged with this version of Netty", e);
        }
    }

    private static SslContextBuilder server(Tls.In in) throws IOException {
        try (InputStream certificate = Files.newInputStream(in.certificate());
                InputStream key = Files.newInputStream(in.key())) {
            SslContextBuilder builder = SslContextBuilder.forServer(certificate, key);
            if (in.authorities() != null) {
                builder.clientAuth(ClientAuth.REQUIRE);
                trust(builder, in.authorities());
            }
            return builder;
        } catch (IllegalArgumentException e) {
            throw unusable(in.certificate(), in.key(), e);
        }
    }

    private static SslContextBuilder client(Tls.Out out) throws IOException {
        SslContextBuilder builder = SslContextBuilder.forClient();
        if (out.check() != Tls.Check.NAME) {
            builder.endpointIdentificationAlgorithm(null);
        }
        if (out.check() == Tls.Check.NOTHING) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        } else if (out.authorities() != null) {
            trust(builder, out.authorities());
        }
        Path certificate = out.certificate();
        Path key = out.key();
        if (certificate != null && key != null) {
            try (InputStream chain = Files.newInputStream(certificate);
                    InputStream secret = Files.newInputStream(key)) {
                builder.keyManager(chain, secret);
            } catch (IllegalArgumentException e) {
                throw unusable(certificate, key, e);
            }
        }
        return builder;
    }

    private static void trust(SslContextBuilder builder, Path authorities) throws IOException {
        try (InputStream certificates = Files.newInputStream(authorities)) {
            builder.trustManager(certificates);
        } catch (IllegalArgumentException e) {
            throw new IOException(authorities + ": no certificates in PEM form", e);
        }
    }

    private static IOException unusable(Path certificate, Path key, IllegalArgumentException cause) {
        return new IOException(
                certificate + ", " + key
                        + ": expected a certificate and its key in PEM form, the key as PKCS #8 without a"
                        + " password (openssl pkcs8 -topk8 -nocrypt makes one); " + cause.getMessage(),
                cause);
    }
}
