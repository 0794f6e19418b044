package io.chorale.app.settings;

import io.chorale.app.database.DatabaseBusyException;
import io.chorale.redis.ConfigMirror;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this replica and Redis at the newest revision. Two threads, so that a Redis that is away does not delay reading
 * the database: one reads the database when a message says so and every {@link #PAUSE} anyway; the other brings the
 * mirror up to date after each change, and looks every pause whether it was emptied or written by somebody else.
 */
final class SettingsSync implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsSync.class);
    static final Duration PAUSE = Duration.ofSeconds(4);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    /** After so long without a report a replica counts as gone. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final LiveSettings settings;
    private final Optional<ConfigMirror> mirror;
    private final String replica;
    private final String fingerprint;
    private final Semaphore read = new Semaphore(1);
    private final Semaphore write = new Semaphore(1);
    private volatile Map<String, Long> replicas = Map.of();
    private volatile boolean mirrored = true;
    private volatile boolean closed;
    private final List<Thread> threads;
    /** Told once. Used by one thread. */
    private boolean otherSecret;

    /**
     * @param mirror empty when this process is alone
     * @param replica a name for the reports
     * @param fingerprint of the installation's secret, put back when Redis was emptied
     */
    SettingsSync(LiveSettings settings, Optional<ConfigMirror> mirror, String replica, String fingerprint) {
        this.settings = settings;
        this.mirror = mirror;
        this.replica = replica;
        this.fingerprint = fingerprint;
        this.threads = mirror.isPresent()
                ? List.of(thread("settings-read", this::readForEver), thread("settings-mirror", this::mirrorForEver))
                : List.of(thread("settings-read", this::readForEver));
    }

    private static Thread thread(String name, Runnable work) {
        return Thread.ofVirtual().name(name).unstarted(work);
    }

    void start() {
        settings.onChange(write::release);
        threads.forEach(Thread::start);
    }

    private void readForEver() {
        boolean wasAway = false;
        while (!closed && await(read, PAUSE)) {
            try {
                settings.refresh();
                wasAway = false;
            } catch (JdbiException | DatabaseBusyException e) {
                if (!wasAway) {
                    LOG.warn("Live settings cannot be read now, the last ones count: {}", e.getMessage());
                }
                wasAway = true;
            }
        }
    }

    private void mirrorForEver() {
        ConfigMirror redis = mirror.orElseThrow();
        boolean listening = false;
        while (!closed && await(write, mirrored ? PAUSE : AFTER_FAILURE)) {
            try {
                if (!listening) {
                    redis.stopListening(); // half a subscription of an attempt before
                    redis.listen(read::release);
                    listening = true;
                }
                bringUpToDate(redis);
                mirrored = true;
            } catch (RuntimeException e) { // Redisson throws many kinds
                if (mirrored && !closed) {
                    LOG.warn("Live settings are not in Redis now; the database has them: {}", e.toString());
                }
                mirrored = false;
            }
        }
    }

    private void bringUpToDate(ConfigMirror redis) {
        tellOtherSecret(redis.fingerprint(fingerprint, Optional.empty()));
        SettingsSnapshot snapshot = settings.current();
        Map<String, String> wanted = forRedis(snapshot);
        ConfigMirror.State state = redis.read(List.copyOf(wanted.keySet()));
        if (isAhead(state, snapshot)) {
            snapshot = settings.refresh(); // we missed something, or the database was restored
            wanted = forRedis(snapshot);
        }
        String revision = Long.toString(snapshot.revision());
        if (!state.version().equals(Optional.of(revision)) || !state.values().equals(wanted)) {
            if (state.version().equals(Optional.of(revision))) {
                LOG.warn("Live settings in Redis were changed by somebody else; put back what the database has");
            }
            redis.write(snapshot.revision(), wanted, state.version());
        }
        replicas = redis.report(replica, snapshot.revision(), SILENCE);
    }

    private void tellOtherSecret(String found) {
        if (!found.equals(fingerprint) && !otherSecret) {
            otherSecret = true;
            LOG.error("SET-002: another process under this REDIS_KEY_PREFIX has another WEBUI_SECRET_KEY. Restart the"
                    + " replicas with one secret. See docs/errors.md#set-002");
        }
    }

    private static boolean isAhead(ConfigMirror.State state, SettingsSnapshot snapshot) {
        try {
            return state.version().map(Long::parseLong).orElse(0L) > snapshot.revision();
        } catch (NumberFormatException foreign) {
            return false;
        }
    }

    /** Secrets stay out of Redis. */
    private static Map<String, String> forRedis(SettingsSnapshot snapshot) {
        Map<String, String> values = new LinkedHashMap<>();
        LiveCatalogue.all().stream()
                .filter(setting -> !setting.secret())
                .forEach(setting ->
                        values.put(setting.name(), snapshot.json(setting).toString()));
        return values;
    }

    /** The revision that each replica has applied, as last heard; empty when this process is alone. */
    Map<String, Long> replicas() {
        return replicas;
    }

    /** Is Redis up to date? True when there is none. */
    boolean isMirrored() {
        return mirrored;
    }

    /** @return false when this is closed */
    private static boolean await(Semaphore wake, Duration pause) {
        try {
            long jitter = ThreadLocalRandom.current().nextLong(pause.toMillis() / 4);
            boolean asked = wake.tryAcquire(pause.toMillis() + jitter, TimeUnit.MILLISECONDS);
            LOG.trace("Looking at live settings, asked for: {}", asked);
            wake.drainPermits();
            return true;
        } catch (InterruptedException closed) {
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        mirror.ifPresent(ConfigMirror::close);
    }
}
