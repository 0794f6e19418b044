package io.chorale.app.command;

import io.chorale.app.workers.ReservedPort;
import io.chorale.app.workers.Supervisor;
import io.chorale.app.workers.WorkerLaunch;
import io.chorale.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/** {@code serve} with several workers: this process only looks after them. SIGTERM and SIGINT stop all, SIGHUP rolls. */
final class Supervision {
    private static final Logger LOG = LoggerFactory.getLogger(Supervision.class);

    private static final String MAIN = "io.chorale.app.Main";

    private Supervision() {}

    /**
     * Returns when it was given up; a signal ends the process from within.
     *
     * @param arguments of this process, for the workers
     * @return the exit code of the worker that could not start
     */
    static int run(Settings settings, List<String> arguments) throws InterruptedException {
        ReservedPort port =
                ReservedPort.of(settings.server().host(), settings.server().port());
        List<String> all = new ArrayList<>(arguments);
        if (settings.server().port() == 0) {
            all.addAll(List.of("--set", "server.port=" + port.number()));
        }
        WorkerLaunch launch =
                WorkerLaunch.likeThisProcess(MAIN, all, settings.server().workers());
        AtomicInteger exitCode = new AtomicInteger(ExitCode.OK);
        Supervisor supervisor = Supervisor.start(settings, port, launch, System.out::println);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            supervisor.close();
            Runtime.getRuntime().halt(exitCode.get());
        }));
        Signal.handle(
                new Signal("HUP"), ignored -> Thread.ofPlatform().name("roll").start(() -> roll(supervisor)));
        int code = supervisor.awaitGivenUp();
        exitCode.set(code);
        return code;
    }

    private static void roll(Supervisor supervisor) {
        try {
            supervisor.roll();
        } catch (InterruptedException e) {
            LOG.warn("Replacing the workers was interrupted");
            Thread.currentThread().interrupt();
        }
    }
}
