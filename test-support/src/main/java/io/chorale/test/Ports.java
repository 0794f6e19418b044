package io.chorale.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports that nobody listened on a moment ago, below the ephemeral range so that no outgoing connection takes one. */
public final class Ports {
    private static final int FIRST = 15_000;
    private static final int LAST = 29_000;

    private Ports() {}

    public static int free() {
        for (int attempt = 0; attempt < 200; attempt++) {
            int port = FIRST + (int) (Math.random() * (LAST - FIRST));
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("200 ports between " + FIRST + " and " + LAST + " were all in use");
    }

    /** A port whose cluster bus port (10,000 above) is free too. */
    static int freeWithBus() {
        for (int attempt = 0; attempt < 200; attempt++) {
            int port = free();
            if (isFree(port + 10_000)) {
                return port;
            }
        }
        throw new IllegalStateException("no port with a free cluster bus port");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException inUse) {
            return false;
        } catch (IllegalArgumentException e) {
            throw new UncheckedIOException(new IOException("port " + port, e));
        }
    }
}
