package io.chorale.app.signins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.chorale.app.database.Database;
import io.chorale.app.database.TestDatabases;
import io.chorale.session.SessionKey;
import io.chorale.session.SessionRecord;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldSignInsTest {
    private static final Duration IDLE = Duration.ofHours(1);
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @TempDir
    Path data;

    private Database database;
    private SignIns signIns;

    @BeforeEach
    void open() {
        database = Database.open(TestDatabases.sqlite(data));
        database.write(handle -> handle.execute("INSERT INTO users (id, name, email, role, profile_image_url,"
                + " password_hash, last_active_at, updated_at, created_at) VALUES"
                + " ('anna', 'Anna', 'anna@example.org', 'user', '', '', 0, 0, 0)"));
        signIns = new SignIns(database, new ObjectMapper());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void insert(String name, Instant seen, Optional<Instant> expires) {
        signIns.insert(new SessionRecord(SessionKey.ofToken(name), "anna", seen, expires, seen, 1, Map.of()));
    }

    private OldSignIns sweeperAt(Instant now) {
        return new OldSignIns(signIns, IDLE, Clock.fixed(now, ZoneOffset.UTC));
    }

    private int rows() {
        return database.read(handle -> handle.createQuery("SELECT COUNT(*) FROM sign_ins")
                .mapTo(Integer.class)
                .one());
    }

    @Test
    void idledOutAndExpiredOnesGoAndLiveOnesStay() {
        insert("live", NOW.minus(Duration.ofMinutes(5)), Optional.of(NOW.plusSeconds(1)));
        insert("idled out", NOW.minus(IDLE.multipliedBy(3)), Optional.empty());
        insert("expired", NOW.minus(Duration.ofMinutes(5)), Optional.of(NOW.minus(IDLE.multipliedBy(3))));

        sweeperAt(NOW).sweep();

        assertThat(rows()).isEqualTo(1);
        assertThat(signIns.findLive(SessionKey.ofToken("live"), NOW, NOW.minus(IDLE)))
                .isPresent();
    }

    @Test
    void aSweepIsBoundedAndTheNextGoesOn() {
        database.write(handle -> handle.execute("INSERT INTO sign_ins (session_key, user_id, attributes, created_ms,"
                + " last_seen_ms) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000)"
                + " SELECT 'key-' || i, 'anna', '{}', 0, 0 FROM n"));
        OldSignIns sweeper = sweeperAt(NOW);

        sweeper.sweep();
        assertThat(rows()).isEqualTo(1_000);
        sweeper.sweep();
        assertThat(rows()).isZero();
    }

    @Test
    void itIsDoneOnceADay() {
        OldSignIns sweeper = sweeperAt(NOW);
        sweeper.sweep();
        insert("idled out", NOW.minus(IDLE.multipliedBy(3)), Optional.empty());
        sweeper.sweep();
        assertThat(rows()).isEqualTo(1);
    }
}
