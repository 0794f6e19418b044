package io.chorale.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemorySessionStoreTest extends SessionStoreContract {
    private final Map<Duration, SessionStore> stores = new HashMap<>();

    @Override
    protected SessionStore open(Duration idleTimeout) {
        return stores.computeIfAbsent(idleTimeout, idle -> new MemorySessionStore(idle, 10_000, Clock.systemUTC()));
    }

    @AfterEach
    void close() {
        stores.values().forEach(SessionStore::close);
    }

    @Test
    void pushesOutTheSessionThatWasNotSeenForTheLongestTime() {
        try (SessionStore small = new MemorySessionStore(IDLE, 3, Clock.systemUTC())) {
            var sessions = IntStream.range(0, 4)
                    .mapToObj(i -> session("user-" + i, Map.of()))
                    .toList();
            sessions.subList(0, 3).forEach(small::create);
            small.load(sessions.getFirst().key());

            small.create(sessions.get(3));

            assertThat(small.load(sessions.get(1).key())).isEmpty();
            assertThat(small.findByUser("user-1")).isEmpty();
            assertThat(small.load(sessions.get(0).key())).isPresent();
            assertThat(small.load(sessions.get(3).key())).isPresent();
        }
    }
}
