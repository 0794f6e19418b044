package io.chorale.app.command;

import io.chorale.app.logging.Logging;
import io.chorale.app.server.Chorale;
import io.chorale.app.workers.WorkerSignal;
import io.chorale.config.LoadedConfiguration;
import io.chorale.config.Settings;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Settings, log, server; then it waits for SIGTERM or SIGINT and drains. */
@Command(name = "serve", description = "Start the server.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
    /** What the guide's readers grep for. Open WebUI prints it at DEBUG only, so never by default. */
    private static final String REDIS_MANAGER = "DEBUG:open_webui.socket.main:Using Redis to manage websockets.";

    @Mixin
    private final SettingsOptions options = new SettingsOptions();

    private final @Nullable CommandSpec[] spec = new CommandSpec[1];

    @Spec
    void spec(CommandSpec given) {
        spec[0] = given;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        LoadedConfiguration loaded = options.load();
        Settings settings = loaded.settings();
        Logging.configure(settings.logging());
        loaded.warnings().forEach(warning -> LOG.warn("{}", warning));
        if (settings.websocket().manager().equals("redis")) {
            System.out.println(REDIS_MANAGER);
        }
        OptionalInt worker = WorkerSignal.number();
        if (settings.server().workers() > 1 && worker.isEmpty()) {
            return Supervision.run(settings, arguments());
        }
        Chorale server = Chorale.start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.close();
            Runtime.getRuntime().halt(ExitCode.OK); // or supervisors would see 143 and call it a failure
        }));
        System.out.println("Chorale is ready: " + server.url());
        if (worker.isPresent()) {
            System.out.println(WorkerSignal.ready(server.managementPort()));
            return stopWithTheSupervisor();
        }
        new CountDownLatch(1).await();
        return ExitCode.OK;
    }

    /** The supervisor holds the other end of the standard input and never writes: the end of it is its end. */
    private static int stopWithTheSupervisor() throws IOException {
        while (System.in.read() >= 0) {
            LOG.debug("The supervisor says something");
        }
        return ExitCode.OK; // and the shutdown hook drains
    }

    private List<String> arguments() {
        return Objects.requireNonNull(spec[0])
                .commandLine()
                .getParent()
                .getParseResult()
                .originalArgs();
    }
}
