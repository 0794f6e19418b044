package io.chorale.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A TCP relay on loopback that breaks links on demand: cuts them, refuses new ones, or holds everything back without
 * closing (a half-open network). With several targets it balances: each connection goes to the next target, or to any,
 * that accepts it. Safe for use by many threads.
 */
public final class TcpProxy implements AutoCloseable {
    private static final int CONNECT_MILLIS = 2_000;

    private final ServerSocket listener;
    private final int[] targets;
    private final IntUnaryOperator choice;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition flowing = lock.newCondition();
    private boolean held; // guarded by lock
    private volatile boolean refusing;
    private volatile long delayNanos;

    private TcpProxy(ServerSocket listener, int[] targets, IntUnaryOperator choice) {
        this.listener = listener;
        this.targets = targets.clone();
        this.choice = choice;
    }

    /** Each connection goes to the next target in turn. */
    public static TcpProxy to(int... targets) {
        AtomicInteger turn = new AtomicInteger();
        return start(targets, count -> Math.floorMod(turn.getAndIncrement(), count));
    }

    /** Each connection goes to any of the targets. */
    public static TcpProxy toAny(int... targets) {
        return start(targets, count -> ThreadLocalRandom.current().nextInt(count));
    }

    private static TcpProxy start(int[] targets, IntUnaryOperator choice) {
        try {
            ServerSocket listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
            TcpProxy proxy = new TcpProxy(listener, targets, choice);
            Thread.ofVirtual().name("proxy-accept").start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Ends every open link; new ones are accepted. */
    public void cut() {
        sockets.forEach(TcpProxy::closeQuietly);
    }

    /** Ends every open link and lets no new one in until {@link #heal}. */
    public void isolate() {
        refusing = true;
        cut();
    }

    /** Links stay open but nothing passes until {@link #heal}. */
    public void hold() {
        setHeld(true);
    }

    public void heal() {
        refusing = false;
        setHeld(false);
    }

    /** Each chunk waits so long before it goes on. */
    public void delay(long millis) {
        delayNanos = TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void setHeld(boolean value) {
        lock.lock();
        try {
            held = value;
            flowing.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (refusing) {
                    client.close();
                    continue;
                }
                link(client);
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void link(Socket client) throws IOException {
        Socket server = connectToNext();
        if (server == null) {
            client.close();
            return;
        }
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        sockets.add(client);
        sockets.add(server);
        Thread.ofVirtual().name("proxy-up").start(() -> pump(client, server));
        Thread.ofVirtual().name("proxy-down").start(() -> pump(server, client));
    }

    private @Nullable Socket connectToNext() {
        int first = choice.applyAsInt(targets.length);
        for (int attempt = 0; attempt < targets.length; attempt++) {
            int target = targets[(first + attempt) % targets.length];
            Socket server = new Socket();
            try {
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
                return server;
            } catch (IOException unreachable) {
                closeQuietly(server);
            }
        }
        return null;
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[64 * 1024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitFlow();
                out.write(buffer, 0, read);
            }
        } catch (IOException linkBroken) {
            return;
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private void awaitFlow() throws IOException {
        lock.lock();
        try {
            long wait = delayNanos;
            while (wait > 0) {
                wait = flowing.awaitNanos(wait);
            }
            while (held) {
                flowing.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            lock.unlock();
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
        heal();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
