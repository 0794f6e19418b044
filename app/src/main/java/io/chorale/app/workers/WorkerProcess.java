package io.chorale.app.workers;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One running worker. Its output comes with its number before each line. It ends when this process does: its standard
 * input is a pipe from here, and it stops at the end of it. Safe for use by many threads.
 */
final class WorkerProcess {
    private final int number;
    private final Process process;
    private final Consumer<String> output;
    private final long started = System.nanoTime();
    private final CompletableFuture<Integer> managementPort = new CompletableFuture<>();

    private WorkerProcess(int number, Process process, Consumer<String> output) {
        this.number = number;
        this.process = process;
        this.output = output;
    }

    /** @param output takes whole lines, of several threads */
    static WorkerProcess start(int number, WorkerLaunch launch, Consumer<String> output) throws IOException {
        Process process = new ProcessBuilder(launch.command(number))
                .redirectErrorStream(true)
                .start();
        WorkerProcess worker = new WorkerProcess(number, process, output);
        Thread.ofPlatform().daemon().name("worker-" + number + "-output").start(worker::pump);
        return worker;
    }

    private void pump() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                OptionalInt ready = WorkerSignal.parse(line);
                if (ready.isPresent()) {
                    managementPort.complete(ready.getAsInt());
                } else {
                    output.accept("[worker " + number + "] " + line);
                }
            }
        } catch (IOException e) {
            output.accept("[worker " + number + "] its output cannot be read: " + e.getMessage());
        } finally {
            managementPort.cancel(false);
        }
    }

    int number() {
        return number;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /** Empty until it lets people in, and after its end. */
    OptionalInt managementPort() {
        return managementPort.state() == Future.State.SUCCESS && isAlive()
                ? OptionalInt.of(managementPort.resultNow())
                : OptionalInt.empty();
    }

    boolean wasReady() {
        return managementPort.state() == Future.State.SUCCESS;
    }

    /** Waits until it lets people in; false when it ended before, or the time is over. */
    boolean awaitReady(Duration time) throws InterruptedException {
        try {
            managementPort.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            return false;
        }
    }

    /** SIGTERM: it drains. */
    void terminate() {
        process.toHandle().destroy(); // Process.destroy() would close its output, too
    }

    /** Waits for its end, and kills it when the time is over. */
    void awaitEnd(Duration time) throws InterruptedException {
        if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
            output.accept("[worker " + number + "] does not end within " + time.toSeconds() + " s and is killed");
            process.destroyForcibly().waitFor();
        }
    }

    int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }
}
