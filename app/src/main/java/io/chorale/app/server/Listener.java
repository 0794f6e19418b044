package io.chorale.app.server;

import com.sun.management.UnixOperatingSystemMXBean;
import io.chorale.app.http.ErrorResponses;
import io.chorale.config.Settings;
import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.WebServerConfig;
import java.lang.management.ManagementFactory;
import java.net.StandardSocketOptions;
import java.time.Duration;

/** The listening socket and its bounds, each against one way to hurt a server that is open to everybody. */
final class Listener {
    /** Beyond heartbeats, so that a living client is never taken for a silent one. */
    private static final Duration MARGIN = Duration.ofSeconds(15);

    private static final long MAX_BODY = 16L * 1024 * 1024;
    /** Redis, database, files, and what the JVM keeps open. */
    private static final long RESERVED_DESCRIPTORS = 500;

    private static final int UNKNOWN_LIMIT = 10_000;

    private Listener() {}

    static void configure(WebServerConfig.Builder server, Settings settings) {
        Duration silence = settings.websocket()
                .pingInterval()
                .plus(settings.websocket().pingTimeout())
                .plus(MARGIN);
        server.host(settings.server().host())
                .port(settings.server().port())
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .directHandlers(ErrorResponses.unparsable())
                .connectionOptions(new GuardedSocketOptions(
                        SocketOptions.builder().tcpNoDelay(true).build(), silence))
                .idleConnectionTimeout(silence)
                .idleConnectionPeriod(Duration.ofSeconds(5))
                .maxPayloadSize(
                        Math.max(MAX_BODY, settings.websocket().maxPayload().bytes()))
                .maxTcpConnections(maxConnections());
        sharePort(server, settings);
    }

    /** Workers listen on one port, and the kernel shares connections out. */
    private static void sharePort(WebServerConfig.Builder server, Settings settings) {
        if (settings.server().workers() > 1) {
            server.putListenerSocketOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
    }

    /** Helidon's listener dies for good when accept fails for want of descriptors, so it must stop before that. */
    private static int maxConnections() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long descriptors = system.getMaxFileDescriptorCount();
            return (int) Math.min(Integer.MAX_VALUE, Math.max(descriptors / 2, descriptors - RESERVED_DESCRIPTORS));
        }
        return UNKNOWN_LIMIT;
    }
}
