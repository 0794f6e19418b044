package io.chorale.bench.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One node of a peer. Not safe for use by several threads. */
public final class PeerProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);
    private static final long TICKS_PER_SECOND = 100; // USER_HZ, the same on every Linux
    private static final int UTIME = 11; // fields 14 and 15 of proc(5), counted behind the name of the process

    private final Process process;
    private final InetSocketAddress address;

    private PeerProcess(Process process, InetSocketAddress address) {
        this.process = process;
        this.address = address;
    }

    /** Starts a node and waits until it listens. */
    public static PeerProcess start(Peer peer, Path work, int port, Optional<String> redis) {
        try {
            Files.createDirectories(work);
            Path log = work.resolve(peer.name() + "-" + port + ".log");
            Process process = new ProcessBuilder(peer.command(work, port, redis))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            PeerProcess started = new PeerProcess(process, new InetSocketAddress("127.0.0.1", port));
            started.awaitListening(log);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitListening(Path log) throws IOException {
        long deadline = System.nanoTime() + START.toNanos();
        while (!listens()) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                close();
                throw new IOException("it does not listen on " + address + ":\n" + Files.readString(log));
            }
            java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private boolean listens() {
        try (java.net.Socket socket = new java.net.Socket()) {
            socket.connect(address, 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    public InetSocketAddress address() {
        return address;
    }

    public long pid() {
        return process.pid();
    }

    /** User and system time of the node and its children so far. */
    public double cpuSeconds() {
        double seconds = 0;
        for (long pid : pids()) {
            String stat = read(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            seconds += (double) (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1])) / TICKS_PER_SECOND;
        }
        return seconds;
    }

    /** Resident memory in bytes. */
    public long residentBytes() {
        long kilobytes = 0;
        for (long pid : pids()) {
            try (BufferedReader status = Files.newBufferedReader(Path.of("/proc", Long.toString(pid), "status"))) {
                kilobytes += status.lines()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return kilobytes * 1024;
    }

    private List<Long> pids() {
        List<Long> pids = new ArrayList<>(List.of(process.pid()));
        try (Stream<ProcessHandle> children = process.descendants()) {
            children.forEach(child -> pids.add(child.pid()));
        }
        return pids;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
