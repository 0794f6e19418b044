package io.chorale.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.chorale.app.database.Database;
import io.chorale.app.database.TestDatabases;
import io.chorale.app.server.ChatServer;
import io.chorale.config.DatabaseSettings;
import io.chorale.test.PostgresServer;
import io.chorale.test.RedisServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas save at random, Redis stops for a while: no save is lost, and both end at the same values. */
class ReplicasAgreeIT {
    /** By hand: {@code -Dchorale.saving=60}. */
    private static final Duration SAVING = Duration.ofSeconds(Integer.getInteger("chorale.saving", 6));

    private static final LiveSetting<String> COUNTER = LiveCatalogue.WATERMARK;

    @TempDir
    private Path directory;

    @Test
    void onSqlite() throws Exception {
        DatabaseSettings settings = TestDatabases.sqlite(directory);
        try (Database one = Database.open(settings);
                Database two = Database.open(settings)) {
            saveAtRandom(one, two);
        }
    }

    @Test
    void onPostgresql() throws Exception {
        try (PostgresServer server = PostgresServer.start()) {
            DatabaseSettings settings = TestDatabases.postgresql(server);
            try (Database one = Database.open(settings);
                    Database two = Database.open(settings)) {
                saveAtRandom(one, two);
            }
        }
    }

    private void saveAtRandom(Database first, Database second) throws Exception {
        try (RedisServer redis = RedisServer.startPersistent();
                SettingsModule one = open(first, redis);
                SettingsModule two = open(second, redis);
                ExecutorService savers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> counts = new ArrayList<>();
            long end = System.nanoTime() + SAVING.toNanos();
            for (SettingsModule module : List.of(one, two, one, two)) {
                Callable<Integer> saver = () -> countUp(module.settings(), end);
                counts.add(savers.submit(saver));
            }
            redis.pause();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> one.settings().current().revision() > 20 && !one.isMirrored());
            redis.resume();
            int saved = 0;
            for (Future<Integer> count : counts) {
                saved += count.get();
            }
            assertThat(saved).isPositive();
            agree(one, two);
            assertThat(one.settings().get(COUNTER)).isEqualTo(Integer.toString(saved));
            complete(one.settings());
            String revision = Long.toString(one.settings().current().revision());
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(redis.command("GET", "open-webui:config-version"))
                            .isEqualTo(revision));
            assertThat(redis.command("GET", "open-webui:config:" + COUNTER.name()))
                    .isEqualTo("\"" + saved + "\"");
        }
    }

    /** Adds one to a number that all savers share, each time over the revision that it was read at. */
    private static int countUp(LiveSettings settings, long end) {
        int saved = 0;
        while (System.nanoTime() < end) {
            SettingsSnapshot seen = settings.current();
            String before = seen.get(COUNTER);
            int next = before.isEmpty() ? 1 : Integer.parseInt(before) + 1;
            try {
                settings.save(
                        new Author("id", "Anna"),
                        "form",
                        Map.of(
                                COUNTER.name(),
                                Optional.of(TextNode.valueOf(Integer.toString(next))),
                                LiveCatalogue.CHANNELS.name(),
                                Optional.of(BooleanNode.valueOf(
                                        ThreadLocalRandom.current().nextBoolean()))),
                        OptionalLong.of(seen.revision()));
                saved++;
            } catch (StaleSettingsException e) {
                settings.refresh();
            }
        }
        return saved;
    }

    private static void agree(SettingsModule one, SettingsModule two) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(two.settings().current().revision())
                        .isEqualTo(one.settings().current().revision()));
        LiveCatalogue.all()
                .forEach(setting -> assertThat(two.settings().current().json(setting))
                        .isEqualTo(one.settings().current().json(setting)));
    }

    /** No revision is missing, and each change of the counter begins where the one before it ended. */
    private static void complete(LiveSettings settings) {
        long expected = settings.current().revision();
        Optional<String> to = Optional.of(settings.get(COUNTER));
        for (List<Audit> page = settings.audit(Long.MAX_VALUE, 50);
                !page.isEmpty();
                page = settings.audit(expected + 1, 50)) {
            for (Audit entry : page) {
                assertThat(entry.revision()).isEqualTo(expected--);
                for (Audit.Change change : entry.changes()) {
                    if (change.name().equals(COUNTER.name())) {
                        assertThat(Optional.ofNullable(change.to()).map(value -> value.asText()))
                                .isEqualTo(to);
                        to = Optional.ofNullable(change.from()).map(value -> value.asText());
                    }
                }
            }
        }
        assertThat(expected).isZero();
    }

    private SettingsModule open(Database database, RedisServer redis) {
        return SettingsModule.open(
                database,
                ChatServer.settings(directory, Map.of("REDIS_URL", redis.url(), "REDIS_SOCKET_TIMEOUT", "1")),
                Clock.systemUTC());
    }
}
