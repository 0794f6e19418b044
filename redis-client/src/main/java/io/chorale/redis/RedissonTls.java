package io.chorale.redis;

import io.chorale.config.RedisTarget.Tls;
import io.chorale.config.RedisTarget.Verification;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManagerFactory;
import org.redisson.config.Config;
import org.redisson.config.SslVerificationMode;

/** The TLS part of a Redisson configuration. */
final class RedissonTls {
    private RedissonTls() {}

    static void apply(Tls tls, Config config) {
        if (!tls.enabled()) {
            return;
        }
        config.setSslVerificationMode(mode(tls.verification()));
        tls.trustedCertificates().ifPresent(pem -> config.setSslTrustManagerFactory(trust(pem)));
    }

    private static SslVerificationMode mode(Verification verification) {
        return switch (verification) {
            case FULL -> SslVerificationMode.STRICT;
            case CHAIN -> SslVerificationMode.CA_ONLY;
            case NONE -> SslVerificationMode.NONE;
        };
    }

    private static TrustManagerFactory trust(Path pem) {
        try (InputStream in = Files.newInputStream(pem)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("redis-" + number++, certificate);
            }
            if (number == 0) {
                throw new GeneralSecurityException("no certificate in it");
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "Cannot use " + pem + " (ssl_ca_certs of the Redis URL) to verify the server: " + e.getMessage()
                            + ". It must be a readable PEM file with at least one certificate.",
                    e);
        }
    }
}
