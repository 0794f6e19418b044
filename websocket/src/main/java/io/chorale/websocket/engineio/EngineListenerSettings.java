package io.chorale.websocket.engineio;

import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.http1.Http1ConnectionSelectorConfig;
import java.net.StandardSocketOptions;
import java.util.List;
import java.util.Map;

/**
 * Settings that a Helidon 4.2 listener needs for Engine.IO: one HTTP/1 selector that hands websockets over, and what
 * its defaults leave open. Measured; see ARCHITECTURE.md.
 */
public final class EngineListenerSettings {
    /** Helidon's 4 KiB would cap each client's upload at one window a round trip. */
    private static final int RECEIVE_BUFFER = 256 * 1024;

    private static final int BACKLOG = 4_096;

    private EngineListenerSettings() {}

    /** A server has one HTTP/1 selector, so all engines of a server are given in one call. */
    public static void applyTo(WebServerConfig.Builder server, List<EngineServer> engines) {
        applyTo(server, engines, List.of());
    }

    /** @param receiving told what arrives on each connection, on that connection's thread */
    public static void applyTo(
            WebServerConfig.Builder server, List<EngineServer> engines, List<Http1ConnectionListener> receiving) {
        Map<String, EngineUpgrader> upgraders = EngineUpgrader.bothSpellings();
        engines.forEach(engine -> upgraders.values().forEach(upgrader -> upgrader.add(engine)));
        Http1ConnectionSelectorConfig.Builder selector = Http1ConnectionSelector.builder()
                .config(Http1Config.builder()
                        .receiveLog(false)
                        .sendLog(false)
                        .addReceiveListeners(receiving)
                        .validateResponseHeaders(true) // or CR LF in a value splits the response
                        .build());
        upgraders.forEach(selector::putUpgrader);
        server.protocolsDiscoverServices(false) // or the discovered selector is there twice
                .addConnectionSelector(selector.build())
                .putListenerSocketOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER)
                .connectionOptions(options -> options.tcpNoDelay(true)) // 44 ms instead of 1 ms without
                .writeQueueLength(0) // a queue would let frames overtake the 101 answer
                .backlog(BACKLOG);
    }
}
