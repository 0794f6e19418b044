package io.chorale.test;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals to processes that a test started. */
public final class Signals {
    private Signals() {}

    /** @param name as for kill(1): {@code STOP}, {@code CONT}, {@code TERM}, {@code KILL} */
    public static void send(long pid, String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + name + " " + pid + " answered " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
