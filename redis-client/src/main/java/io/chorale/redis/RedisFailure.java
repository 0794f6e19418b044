package io.chorale.redis;

import io.chorale.config.RedisTarget;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.redisson.client.RedisAuthRequiredException;
import org.redisson.client.RedisWrongPasswordException;

/** Puts a failed connection into words: what was seen, why it matters, what to do. */
final class RedisFailure {
    private RedisFailure() {}

    /** False for a wrong password or setting: waiting does not cure it. */
    static boolean mayPass(Throwable failure) {
        return find(failure, RedisWrongPasswordException.class) == null
                && find(failure, RedisAuthRequiredException.class) == null
                && find(failure, IllegalArgumentException.class) == null;
    }

    /** The innermost cause in one line. */
    static String seen(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        String kind = innermost.getClass().getSimpleName();
        return message == null
                ? kind
                : kind + ": " + message.lines().findFirst().orElse("");
    }

    static String explain(RedisTarget target, Throwable failure) {
        return fault(failure).code() + ": Connection to Redis failed: " + RedisNames.of(target) + ": " + seen(failure)
                + "\n"
                + "Replicas share their state there; without it this one cannot start.\n"
                + cure(failure);
    }

    static RedisFault fault(Throwable failure) {
        return find(failure, RedisWrongPasswordException.class) == null
                        && find(failure, RedisAuthRequiredException.class) == null
                ? RedisFault.UNREACHABLE
                : RedisFault.PASSWORD;
    }

    private static String cure(Throwable failure) {
        if (find(failure, SSLException.class) != null) {
            return "The TLS handshake failed. Does Redis listen with TLS on this port (rediss:// needs it)? Is its"
                    + " certificate signed by a known CA, or by the one in ssl_ca_certs=/path/ca.pem, for this host name?";
        }
        if (fault(failure) == RedisFault.PASSWORD) {
            return "Set the user and password in the URL: redis://user:password@host:6379/0"
                    + " (special characters percent-encoded).";
        }
        String host = find(failure, UnknownHostException.class) == null
                ? ""
                : "The name is not known here: is it the name of the Redis container, on the same network? ";
        return host + "1. Is Redis running? docker ps | grep redis. "
                + "2. Does it answer? docker exec -it redis-valkey valkey-cli ping says PONG. "
                + "3. Are both on one network? docker network inspect openwebui-network. "
                + "4. Does REDIS_URL (or WEBSOCKET_REDIS_URL) name the container,"
                + " not 127.0.0.1 or localhost?";
    }

    private static <T extends Throwable> @org.jspecify.annotations.Nullable T find(Throwable failure, Class<T> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause() == cause ? null : cause.getCause()) {
            if (kind.isInstance(cause)) {
                return kind.cast(cause);
            }
        }
        return null;
    }
}
