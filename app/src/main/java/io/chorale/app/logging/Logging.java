package io.chorale.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.jul.LevelChangePropagator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.chorale.config.LoggingSettings;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sets the process's log up. Called once at start, before anything that logs is opened. */
public final class Logging {
    /** A line break in a message would let a client write lines of its own. */
    private static final String LINE =
            "%d{yyyy-MM-dd HH:mm:ss.SSS} | %-5level | %logger{36} - %replace(%msg){'[\\r\\n]+',' | '}%n";

    /** What they say at INFO concerns their own developers. At DEBUG and TRACE one wants to hear it. */
    private static final List<String> CHATTY = List.of(
            "org.redisson",
            "io.netty",
            "io.helidon",
            "com.zaxxer.hikari",
            "org.flywaydb",
            "org.jdbi",
            "org.postgresql");

    /** One stack trace per connection and ping while Redis hangs; our own connection listener says it once. */
    private static final String REDISSON_PING = "org.redisson.client.handler.PingConnectionHandler";

    /** A stack trace for a port that is taken; we say it in a sentence. */
    private static final String HELIDON_START = "io.helidon.webserver.LoomServer";

    private Logging() {}

    public static void configure(LoggingSettings settings) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            apply(context, settings);
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install();
        }
    }

    static void apply(LoggerContext context, LoggingSettings settings) {
        context.reset();
        LevelChangePropagator toJavaUtilLogging = new LevelChangePropagator();
        toJavaUtilLogging.setContext(context);
        toJavaUtilLogging.setResetJUL(true);
        toJavaUtilLogging.start();
        context.addListener(toJavaUtilLogging);

        Level level = Level.toLevel(settings.level(), Level.INFO);
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(level);
        root.addAppender(console(context, settings.json()));
        if (level.isGreaterOrEqual(Level.INFO)) {
            Level quiet = level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN;
            CHATTY.forEach(name -> context.getLogger(name).setLevel(quiet));
        }
        context.getLogger(REDISSON_PING).setLevel(Level.OFF);
        context.getLogger(HELIDON_START).setLevel(Level.OFF);
    }

    private static ConsoleAppender<ILoggingEvent> console(LoggerContext context, boolean json) {
        Encoder<ILoggingEvent> encoder = json ? new JsonLines() : pattern();
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setEncoder(encoder);
        console.start();
        return console;
    }

    private static PatternLayoutEncoder pattern() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setPattern(LINE);
        return encoder;
    }
}
