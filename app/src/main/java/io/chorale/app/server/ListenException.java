package io.chorale.app.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The port is taken, or not ours to take. The message names it and says what to do. */
public final class ListenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private ListenException(String message) {
        super(message);
    }

    /** Helidon only logs why it could not listen, so we try once more and look. */
    public static ListenException on(String host, int port) {
        return new ListenException(("Cannot listen on port %d of %s: %s"
                        + "%n  Why it matters: nobody could reach this server."
                        + "%n  What to do: see who has the port (ss -ltnp), or take another one: PORT=8081."
                        + " Ports below 1024 are for root.")
                .formatted(port, host, reason(host, port)));
    }

    private static String reason(String host, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(host, port));
            return "it is free now";
        } catch (IOException | IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
