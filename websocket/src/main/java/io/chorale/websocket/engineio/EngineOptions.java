package io.chorale.websocket.engineio;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * How an {@link EngineServer} behaves. The defaults are those of the reference implementation, with bounds where it has
 * none. Immutable.
 *
 * @param path without trailing slash; served with and without one
 * @param transports what a client may open a session with
 * @param upgrades may a polling session move to a websocket
 * @param pingInterval from the handshake to the first ping, and from ping to ping
 * @param pingTimeout after a ping until the session is given up
 * @param upgradeTimeout for the whole change of transport; then only the new connection is closed
 * @param maxPayload bytes of one message or one POST, also summed over fragments
 * @param maxQueue bytes that may wait for one client; what goes beyond closes the session
 * @param maxFragments fragments of one message
 * @param maxPackets packets of one POST
 * @param maxSessions sessions in all; more are answered 503
 * @param maxSessionsPerAddress sessions of one client address; more are answered 503
 * @param bodyTimeout for reading the whole body of a POST
 * @param writeTimeout a single write that takes longer ends the connection
 * @param closeTimeout for the close handshake of a websocket
 * @param cookie name of a cookie with the session id on the polling handshake, for balancers; empty: none
 */
public record EngineOptions(
        String path,
        Set<EngineSession.Transport> transports,
        boolean upgrades,
        Duration pingInterval,
        Duration pingTimeout,
        Duration upgradeTimeout,
        int maxPayload,
        int maxQueue,
        int maxFragments,
        int maxPackets,
        int maxSessions,
        int maxSessionsPerAddress,
        Duration bodyTimeout,
        Duration writeTimeout,
        Duration closeTimeout,
        String cookie) {

    public EngineOptions {
        if (!path.startsWith("/") || path.endsWith("/")) {
            throw new IllegalArgumentException("path starts with / and ends without: " + path);
        }
        transports = Set.copyOf(transports);
        if (transports.isEmpty()) {
            throw new IllegalArgumentException("no transport is allowed");
        }
    }

    boolean allows(EngineSession.Transport transport) {
        return transports.contains(transport);
    }

    boolean upgradesTo(EngineSession.Transport from) {
        return upgrades && from == EngineSession.Transport.POLLING && allows(EngineSession.Transport.WEBSOCKET);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Not safe for use by several threads. */
    public static final class Builder {
        private String path = "/socket.io";
        private Set<EngineSession.Transport> transports = EnumSet.allOf(EngineSession.Transport.class);
        private boolean upgrades = true;
        private Duration pingInterval = Duration.ofSeconds(25);
        private Duration pingTimeout = Duration.ofSeconds(20);
        private Duration upgradeTimeout = Duration.ofSeconds(10);
        private int maxPayload = 1_000_000;
        private int maxQueue = 4 * 1024 * 1024;
        private int maxFragments = 1_024;
        private int maxPackets = 1_024;
        private int maxSessions = 100_000;
        private int maxSessionsPerAddress = 100_000;
        private Duration bodyTimeout = Duration.ofSeconds(30);
        private Duration writeTimeout = Duration.ofSeconds(20);
        private Duration closeTimeout = Duration.ofSeconds(2);
        private String cookie = "";

        private Builder() {}

        public Builder path(String value) {
            path = value.length() > 1 && value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
            return this;
        }

        public Builder transports(Set<EngineSession.Transport> value) {
            transports = value;
            return this;
        }

        public Builder upgrades(boolean value) {
            upgrades = value;
            return this;
        }

        public Builder pingInterval(Duration value) {
            pingInterval = value;
            return this;
        }

        public Builder pingTimeout(Duration value) {
            pingTimeout = value;
            return this;
        }

        public Builder upgradeTimeout(Duration value) {
            upgradeTimeout = value;
            return this;
        }

        public Builder maxPayload(int bytes) {
            maxPayload = bytes;
            return this;
        }

        public Builder maxQueue(int bytes) {
            maxQueue = bytes;
            return this;
        }

        public Builder maxFragments(int value) {
            maxFragments = value;
            return this;
        }

        public Builder maxPackets(int value) {
            maxPackets = value;
            return this;
        }

        public Builder maxSessions(int value) {
            maxSessions = value;
            return this;
        }

        public Builder maxSessionsPerAddress(int value) {
            maxSessionsPerAddress = value;
            return this;
        }

        public Builder bodyTimeout(Duration value) {
            bodyTimeout = value;
            return this;
        }

        public Builder writeTimeout(Duration value) {
            writeTimeout = value;
            return this;
        }

        public Builder closeTimeout(Duration value) {
            closeTimeout = value;
            return this;
        }

        public Builder cookie(String name) {
            cookie = name;
            return this;
        }

        public EngineOptions build() {
            return new EngineOptions(
                    path,
                    transports,
                    upgrades,
                    pingInterval,
                    pingTimeout,
                    upgradeTimeout,
                    maxPayload,
                    maxQueue,
                    maxFragments,
                    maxPackets,
                    maxSessions,
                    maxSessionsPerAddress,
                    bodyTimeout,
                    writeTimeout,
                    closeTimeout,
                    cookie);
        }
    }
}
