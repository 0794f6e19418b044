package io.chorale.test;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP proxy on loopback without any stickiness: each request, and each websocket, goes to the next target. It makes
 * every request the only one of its connection. Safe for use by many threads.
 */
public final class AlternatingProxy implements AutoCloseable {
    private static final int LONGEST_HEAD = 64 * 1024;

    private final ServerSocket listener;
    private final int[] targets;
    private final AtomicInteger turn = new AtomicInteger();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private AlternatingProxy(ServerSocket listener, int[] targets) {
        this.listener = listener;
        this.targets = targets.clone();
    }

    public static AlternatingProxy to(int... targets) {
        try {
            ServerSocket listener = new ServerSocket(0, 1024, InetAddress.getByName("localhost"));
            AlternatingProxy proxy = new AlternatingProxy(listener, targets);
            Thread.ofVirtual().name("alternating-accept").start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Requests so far. */
    public int requests() {
        return turn.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().name("alternating-request").start(() -> carry(client));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void carry(Socket client) {
        try (client) {
            sockets.add(client);
            client.setTcpNoDelay(true);
            InputStream fromClient = new BufferedInputStream(client.getInputStream());
            String request = head(fromClient);
            if (request.isEmpty()) {
                return;
            }
            int target = targets[Math.floorMod(turn.getAndIncrement(), targets.length)];
            try (Socket server = new Socket("localhost", target)) {
                sockets.add(server);
                server.setTcpNoDelay(true);
                exchange(client, fromClient, server, request);
            }
        } catch (IOException linkBroken) {
            return;
        } finally {
            sockets.removeIf(Socket::isClosed);
        }
    }

    private static void exchange(Socket client, InputStream fromClient, Socket server, String request)
            throws IOException {
        boolean upgrade = request.toLowerCase(Locale.ROOT).contains("\r\nupgrade:");
        server.getOutputStream().write(bytes(upgrade ? request : alone(request)));
        Thread.ofVirtual().name("alternating-up").start(() -> {
            pump(fromClient, server);
            closeQuietly(server); // the client is gone
        });
        InputStream fromServer = new BufferedInputStream(server.getInputStream());
        String answer = head(fromServer);
        client.getOutputStream().write(bytes(upgrade ? answer : alone(answer)));
        pump(fromServer, client);
    }

    /** The head with the word that the connection ends after this message. */
    private static String alone(String head) {
        if (head.isEmpty()) {
            return head;
        }
        String others = head.replaceAll("(?im)^connection:.*\r\n", "");
        return others.substring(0, others.length() - 2) + "Connection: close\r\n\r\n";
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4 && head.size() < LONGEST_HEAD) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.write(next);
            matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String head) {
        return head.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void pump(InputStream in, Socket to) {
        byte[] buffer = new byte[64 * 1024];
        try {
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException linkBroken) {
            closeQuietly(to);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            return;
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sockets.forEach(AlternatingProxy::closeQuietly);
    }
}
