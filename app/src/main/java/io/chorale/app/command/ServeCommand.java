package io.chorale.app.command;

import io.chorale.app.logging.Logging;
import io.chorale.app.server.Chorale;
import io.chorale.config.LoadedConfiguration;
import io.chorale.config.Settings;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Settings, log, server; then it waits for SIGTERM or SIGINT and drains. */
@Command(name = "serve", description = "Start the server.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
    /** What the guide's readers grep for. Open WebUI prints it at DEBUG only, so never by default. */
    private static final String REDIS_MANAGER = "DEBUG:open_webui.socket.main:Using Redis to manage websockets.";

    @Mixin
    private final SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws InterruptedException {
        LoadedConfiguration loaded = options.load();
        Settings settings = loaded.settings();
        Logging.configure(settings.logging());
        loaded.warnings().forEach(warning -> LOG.warn("{}", warning));
        if (settings.websocket().manager().equals("redis")) {
            System.out.println(REDIS_MANAGER);
        }
        Chorale server = Chorale.start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.close();
            Runtime.getRuntime().halt(ExitCode.OK); // or supervisors would see 143 and call it a failure
        }));
        System.out.println("Chorale is ready: " + server.url());
        new CountDownLatch(1).await();
        return ExitCode.OK;
    }
}
