package io.chorale.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * @param host address to listen on (HOST)
 * @param port 0 picks a free one (PORT)
 * @param workers processes on this host (UVICORN_WORKERS, alias WORKERS)
 * @param managementPort for probes and metrics; empty: they share the port (MANAGEMENT_PORT)
 * @param managementHost address for it (MANAGEMENT_HOST)
 * @param name shown to people (WEBUI_NAME)
 * @param publicUrl where people reach the page (WEBUI_URL)
 * @param trustedProxies addresses or CIDR blocks whose X-Forwarded-* headers count, {@code *} for all
 *     (FORWARDED_ALLOW_IPS)
 * @param shutdownTimeout bound on draining (SHUTDOWN_TIMEOUT)
 * @param environment dev or prod (ENV)
 */
public record ServerSettings(
        String host,
        int port,
        int workers,
        OptionalInt managementPort,
        String managementHost,
        String name,
        Optional<String> publicUrl,
        List<String> trustedProxies,
        Duration shutdownTimeout,
        String environment) {
    public ServerSettings {
        trustedProxies = List.copyOf(trustedProxies);
    }
}
