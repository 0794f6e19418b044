package io.chorale.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.OptionalOptions;
import org.redisson.client.RedisNoScriptException;
import org.redisson.client.codec.ByteArrayCodec;

/**
 * A Lua script from the class path with a typed answer. Sent by its digest, and whole only when the server does not
 * know it. Immutable.
 *
 * <p>Redisson sends a script again when the answer does not come in time, so it may run twice or more: {@link #run} is
 * for scripts that can bear that, {@link #runOnce} for all others.
 *
 * @param <T> {@code Long}, {@code byte[]} or {@code List<Object>} (of Long, byte[], List and null)
 */
public final class RedisScript<T extends @Nullable Object> {
    private final String text;
    private final String digest;
    private final RScript.ReturnType type;

    private RedisScript(String text, RScript.ReturnType type) {
        this.text = text;
        this.type = type;
        this.digest = sha1(text);
    }

    /** @param resource file name beside the owner class, {@code append.lua} */
    public static RedisScript<Long> returningLong(Class<?> owner, String resource) {
        return new RedisScript<>(read(owner, resource), RScript.ReturnType.LONG);
    }

    /** A bulk answer, null when the script returns nil or false. */
    public static RedisScript<byte @Nullable []> returningBytes(Class<?> owner, String resource) {
        return new RedisScript<>(read(owner, resource), RScript.ReturnType.VALUE);
    }

    public static RedisScript<List<@Nullable Object>> returningList(Class<?> owner, String resource) {
        return new RedisScript<>(read(owner, resource), RScript.ReturnType.LIST);
    }

    /**
     * Runs it, again after a lost answer.
     *
     * @param arguments byte[] as they are, anything else as its text in UTF-8
     * @throws org.redisson.client.RedisException as Redisson throws it, after the command time-out and retries
     */
    public T run(RedissonClient client, List<String> keys, Object... arguments) {
        return join(runAsync(client, keys, arguments));
    }

    /** Runs it at most once: a lost answer is an exception, and the script may have run. */
    public T runOnce(RedissonClient client, List<String> keys, Object... arguments) {
        return join(runOnceAsync(client, keys, arguments));
    }

    public CompletableFuture<T> runAsync(RedissonClient client, List<String> keys, Object... arguments) {
        return eval(client.getScript(ByteArrayCodec.INSTANCE), keys, arguments);
    }

    public CompletableFuture<T> runOnceAsync(RedissonClient client, List<String> keys, Object... arguments) {
        OptionalOptions once =
                OptionalOptions.defaults().codec(ByteArrayCodec.INSTANCE).retryAttempts(0);
        return eval(client.getScript(once), keys, arguments);
    }

    private CompletableFuture<T> eval(RScript script, List<String> keys, Object[] arguments) {
        List<Object> names = List.copyOf(keys);
        Object[] values = Arrays.stream(arguments).map(RedisScript::bytes).toArray();
        return script.<T>evalShaAsync(RScript.Mode.READ_WRITE, digest, type, names, values)
                .toCompletableFuture()
                .exceptionallyCompose(failure -> {
                    // Nothing ran yet, so sending it whole is no repetition.
                    if (unwrap(failure) instanceof RedisNoScriptException) {
                        return script.<T>evalAsync(RScript.Mode.READ_WRITE, text, type, names, values);
                    }
                    return CompletableFuture.failedStage(unwrap(failure));
                });
    }

    private static Object bytes(Object argument) {
        return argument instanceof byte[] raw ? raw : String.valueOf(argument).getBytes(StandardCharsets.UTF_8);
    }

    private static <T extends @Nullable Object> T join(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (unwrap(e) instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static String read(Class<?> owner, String resource) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + resource + " beside " + owner.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
