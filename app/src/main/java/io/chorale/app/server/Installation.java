package io.chorale.app.server;

import io.chorale.app.database.Database;
import io.chorale.config.RedisSettings;
import io.chorale.config.RedisTarget;
import io.chorale.redis.Keyspace;
import io.chorale.redis.PrefixOwner;
import java.time.Duration;
import java.util.UUID;

/** What makes replicas one installation: one database, and one key prefix in Redis that belongs to it. */
record Installation(String id) {

    /** Reads the id, or makes it when the database is new; all replicas get the same. */
    static Installation of(Database database) {
        String fresh = UUID.randomUUID().toString();
        return new Installation(database.write(handle -> {
            handle.createUpdate("INSERT INTO installation (only_row, id) VALUES (1, :id) ON CONFLICT DO NOTHING")
                    .bind("id", fresh)
                    .execute();
            return handle.createQuery("SELECT id FROM installation")
                    .mapTo(String.class)
                    .one();
        }));
    }

    /**
     * Takes the key prefix, or finds it taken.
     *
     * @throws ForeignPrefixException when it belongs to another installation
     * @throws io.chorale.redis.RedisUnavailableException when Redis does not answer
     */
    void claim(RedisSettings settings, RedisTarget target, Duration patience) {
        String owner = PrefixOwner.claim(settings, target, id, patience);
        if (!owner.equals(id)) {
            throw new ForeignPrefixException(Keyspace.of(settings, target), id, owner);
        }
    }
}
