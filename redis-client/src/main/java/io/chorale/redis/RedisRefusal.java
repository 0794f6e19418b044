package io.chorale.redis;

import java.util.Locale;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.RedisException;
import org.redisson.client.RedisTimeoutException;

/** Tells from the words of Redis why it refused a command, and what to do. */
final class RedisRefusal {
    private RedisRefusal() {}

    static RedisTrial explain(RedisAbility ability, RedisException refusal) {
        String seen = RedisFailure.seen(refusal);
        if (refusal instanceof RedisTimeoutException || refusal instanceof RedisConnectionException) {
            return RedisTrial.failed(
                    ability,
                    seen,
                    RedisFault.UNREACHABLE,
                    "Redis answers too slowly or not at all: look at the load of both machines and the network between,"
                            + " or give it more time with REDIS_SOCKET_TIMEOUT");
        }
        String words = seen.toUpperCase(Locale.ROOT);
        if (words.contains("NOPERM")) {
            return RedisTrial.failed(
                    ability,
                    seen,
                    RedisFault.PERMISSION,
                    "give the user all that replicas do under their prefix:"
                            + " ACL SETUSER <user> on ><password> ~<prefix>* ~{<prefix>}* &<prefix>* &{<prefix>}*"
                            + " +@read +@write +@pubsub +@scripting +@connection +info");
        }
        if (words.contains("READONLY") || words.contains("READ ONLY")) {
            return RedisTrial.failed(
                    ability,
                    seen,
                    RedisFault.READ_ONLY,
                    "this is a read-only replica: name its master in REDIS_URL, or let Sentinel find it"
                            + " (REDIS_SENTINEL_HOSTS)");
        }
        if (words.contains("OOM") || words.contains("OUTOFMEMORY")) {
            return RedisTrial.failed(
                    ability,
                    seen,
                    RedisFault.OUT_OF_MEMORY,
                    "maxmemory is reached: raise it (valkey-cli config set maxmemory 512mb) and see what fills it"
                            + " (valkey-cli --bigkeys)");
        }
        if (words.contains("CROSSSLOT")) {
            return RedisTrial.failed(
                    ability,
                    seen,
                    RedisFault.CROSS_SLOT,
                    "keys that are used together lie in different slots: set REDIS_CLUSTER=true");
        }
        return RedisTrial.failed(
                ability,
                seen,
                words.contains("UNKNOWN COMMAND") ? RedisFault.TOO_OLD : RedisFault.WRONG_ANSWER,
                "run docker.io/valkey/valkey:8-alpine, or Redis " + RedisVersion.OLDEST + " or newer");
    }
}
