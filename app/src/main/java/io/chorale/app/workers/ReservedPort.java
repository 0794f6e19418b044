package io.chorale.app.workers;

import io.chorale.app.server.ListenException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;

/**
 * Holds the port while there is a supervisor, so that a worker that starts again finds it free of strangers, and port 0
 * is one port for all. It is bound and never listens: the kernel sends it no connection.
 */
public final class ReservedPort implements AutoCloseable {
    private final Socket socket;

    private ReservedPort(Socket socket) {
        this.socket = socket;
    }

    /** @throws ListenException when somebody else has the port */
    @SuppressWarnings("MustBeClosed") // closed by close()
    public static ReservedPort of(String host, int port) {
        Socket socket = new Socket();
        try {
            socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            socket.bind(new InetSocketAddress(host, port));
            return new ReservedPort(socket);
        } catch (IOException e) {
            try {
                socket.close();
            } catch (IOException ignored) {
                // it was never bound
            }
            throw ListenException.on(host, port);
        }
    }

    public int number() {
        return socket.getLocalPort();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
