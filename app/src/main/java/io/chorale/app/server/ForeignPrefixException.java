package io.chorale.app.server;

import io.chorale.redis.Keyspace;

/** The key prefix in Redis belongs to an installation with another database. */
public final class ForeignPrefixException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ForeignPrefixException(Keyspace keys, String id, String owner) {
        super("""
                START-001: the prefix %s in Redis belongs to installation %s; this is %s (variable REDIS_KEY_PREFIX)
                  Why it matters: two installations under one prefix, or replicas with different databases, would mix up \
                their sessions, settings and events.
                  What to do: replicas of one installation need the same DATABASE_URL. For a second installation set \
                REDIS_KEY_PREFIX to a name of its own. If the other one is no more: redis-cli DEL '%s'
                  More: docs/errors.md#start-001""".formatted(keys.prefix(), owner, id, keys.installation()));
    }
}
