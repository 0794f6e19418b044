package io.chorale.websocket.socketio;

import java.time.Duration;

/** How a {@link SocketIoFixture} is set. */
public record FixtureOptions(int port, String path, Duration pingInterval, Duration pingTimeout, boolean recovery) {

    public static final String USAGE = "<port> [path] [ping interval ms] [ping time-out ms] [recovery true|false]";

    /** On a free port, with the defaults of the reference server. */
    public static FixtureOptions defaults() {
        return new FixtureOptions(0, "/socket.io", Duration.ofSeconds(25), Duration.ofSeconds(20), false);
    }

    /** Reads {@link #USAGE}; what is missing is as in {@link #defaults}, more arguments are ignored. */
    public static FixtureOptions parse(String... arguments) {
        FixtureOptions options = defaults();
        return new FixtureOptions(
                arguments.length > 0 ? Integer.parseInt(arguments[0]) : options.port(),
                arguments.length > 1 ? arguments[1] : options.path(),
                arguments.length > 2 ? Duration.ofMillis(Long.parseLong(arguments[2])) : options.pingInterval(),
                arguments.length > 3 ? Duration.ofMillis(Long.parseLong(arguments[3])) : options.pingTimeout(),
                arguments.length > 4 ? Boolean.parseBoolean(arguments[4]) : options.recovery());
    }

    public FixtureOptions withRecovery() {
        return new FixtureOptions(port, path, pingInterval, pingTimeout, true);
    }

    public FixtureOptions withPings(Duration interval, Duration timeout) {
        return new FixtureOptions(port, path, interval, timeout, recovery);
    }
}
