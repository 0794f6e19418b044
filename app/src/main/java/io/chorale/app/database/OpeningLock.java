package io.chorale.app.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One opener of a SQLite file at a time, in all processes. SQLite has no lock that Flyway could hold, and the switch to
 * WAL fails at once instead of waiting when two do it together. The lock goes with its process.
 */
final class OpeningLock implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final FileChannel channel;

    private OpeningLock(FileChannel channel) {
        this.channel = channel;
    }

    static OpeningLock of(Path database) throws IOException {
        Path file = database.resolveSibling(database.getFileName() + ".opening-lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (tryLock(channel) == null) {
                if (System.nanoTime() > end) {
                    throw new IOException("another process has held " + file + " for " + PATIENCE);
                }
                Thread.sleep(PAUSE);
            }
            return new OpeningLock(channel);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            channel.close();
            throw new IOException("interrupted while waiting for " + file, e);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another server in this very process
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
