package io.chorale.app.settings;

import io.chorale.app.database.Database;
import io.chorale.config.AuthSettings;
import io.chorale.config.Secret;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one secret of all replicas: WEBUI_SECRET_KEY, or made once and kept in the database. The database knows its
 * fingerprint; a replica with another one is refused, unless it also has the one before (WEBUI_SECRET_KEY_PREVIOUS): then
 * everything that is sealed is sealed again.
 *
 * @param fingerprint of the secret
 * @param replaced fingerprint of the secret before, when this start or an interrupted one may have replaced it
 */
record InstallationSecret(Secret secret, String fingerprint, Optional<String> replaced) {
    private static final Logger LOG = LoggerFactory.getLogger(InstallationSecret.class);
    private static final String LOCK = "installation secret";
    private static final String FINGERPRINT = "SECRET_FINGERPRINT";
    private static final String MADE = "SECRET_MADE_HERE";
    /** Open WebUI's, of versions to 0.6. */
    private static final String KNOWN_TO_ALL = "t0p-s3cr3t";

    private static final int MADE_BYTES = 32;

    /** @throws RefusedStartException when the other replicas have another secret */
    static InstallationSecret open(Database database, AuthSettings auth, Clock clock) {
        if (auth.secretKey().map(Secret::reveal).filter(KNOWN_TO_ALL::equals).isPresent()) {
            throw new RefusedStartException(
                    "SET-004",
                    "WEBUI_SECRET_KEY is the example that everybody knows",
                    "whoever reads the database could open the secrets that are sealed in it",
                    "set WEBUI_SECRET_KEY to the output of: openssl rand -base64 32");
        }
        return database.writeAlone(LOCK, handle -> open(handle, auth, clock));
    }

    private static InstallationSecret open(Handle handle, AuthSettings auth, Clock clock) {
        Optional<String> known = read(handle, FINGERPRINT);
        Optional<Secret> made = read(handle, MADE).map(Secret::new);
        if (auth.secretKey().isEmpty()) {
            return known.isPresent() && made.isEmpty() ? refuseNone() : own(handle, known, made, clock);
        }
        Secret given = auth.secretKey().get();
        String mine = Fingerprint.of(given);
        Optional<Secret> before = auth.previousSecretKey().or(() -> made);
        if (known.isEmpty()) {
            save(handle, FINGERPRINT, mine, clock);
        } else if (!known.get().equals(mine)) {
            Secret old = before.filter(secret -> Fingerprint.of(secret).equals(known.get()))
                    .or(() -> made.filter(secret -> Fingerprint.of(secret).equals(known.get())))
                    .orElseThrow(InstallationSecret::another);
            Resealing.run(handle, new SecretBox(old), new SecretBox(given));
            save(handle, FINGERPRINT, mine, clock);
            handle.execute("DELETE FROM settings WHERE name = ?", MADE);
            LOG.info("WEBUI_SECRET_KEY was changed: saved secrets are sealed with the new one. Restart replicas that"
                    + " still have the old one.");
        }
        return new InstallationSecret(given, mine, before.map(Fingerprint::of));
    }

    private static InstallationSecret own(Handle handle, Optional<String> known, Optional<Secret> made, Clock clock) {
        if (known.isPresent() && made.isPresent()) {
            return new InstallationSecret(made.get(), known.get(), Optional.empty());
        }
        byte[] random = new byte[MADE_BYTES];
        new SecureRandom().nextBytes(random);
        Secret fresh = new Secret(Base64.getEncoder().encodeToString(random));
        String fingerprint = Fingerprint.of(fresh);
        save(handle, MADE, fresh.reveal(), clock);
        save(handle, FINGERPRINT, fingerprint, clock);
        return new InstallationSecret(fresh, fingerprint, Optional.empty());
    }

    private static RefusedStartException another() {
        return new RefusedStartException(
                "SET-001",
                "WEBUI_SECRET_KEY of this process is not the one that this installation has",
                "replicas with different secrets cannot read each other's sealed settings, and people are signed out"
                        + " wherever a token is checked against the wrong one",
                "give all replicas the same WEBUI_SECRET_KEY. To change it, set the old one as"
                        + " WEBUI_SECRET_KEY_PREVIOUS for one start");
    }

    private static InstallationSecret refuseNone() {
        throw new RefusedStartException(
                "SET-001",
                "WEBUI_SECRET_KEY is not set, and the other replicas of this installation have one",
                "without it this one cannot read sealed settings",
                "give all replicas the same WEBUI_SECRET_KEY");
    }

    /** Compares over Redis, where replicas meet that by mistake have different databases. */
    void compareWith(String inRedis) {
        if (!inRedis.equals(fingerprint)) {
            throw new RefusedStartException(
                    "SET-002",
                    "Redis knows another WEBUI_SECRET_KEY under this REDIS_KEY_PREFIX",
                    "the processes that use this prefix are no one installation: other secret, perhaps other database",
                    "give all replicas the same WEBUI_SECRET_KEY and DATABASE_URL, and another installation another"
                            + " REDIS_KEY_PREFIX. If no other process runs, delete the key secret:fingerprint");
        }
    }

    private static Optional<String> read(Handle handle, String name) {
        return handle.createQuery("SELECT value FROM settings WHERE name = :name")
                .bind("name", name)
                .mapTo(String.class)
                .findOne();
    }

    private static void save(Handle handle, String name, String value, Clock clock) {
        handle.createUpdate("INSERT INTO settings (name, value, updated_at) VALUES (:name, :value, :now)"
                        + " ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at")
                .bind("name", name)
                .bind("value", value)
                .bind("now", clock.instant().getEpochSecond())
                .execute();
    }
}
