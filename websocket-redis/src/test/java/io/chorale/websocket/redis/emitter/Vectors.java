package io.chorale.websocket.redis.emitter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Messages as the unmodified libraries published them: python-socketio 5.16.3, {@code @socket.io/redis-emitter} 5.1.0. */
public final class Vectors {
    private Vectors() {}

    public record Message(String channel, byte[] body) {}

    public static List<Message> python() {
        return lines("python-messages.jsonl").stream()
                .map(line -> new Message("socketio", line.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    public static List<Message> node() {
        return lines("node-messages.txt").stream()
                .map(line -> line.split(" "))
                .map(parts -> new Message(parts[0], HexFormat.of().parseHex(parts[1])))
                .toList();
    }

    private static List<String> lines(String resource) {
        try (InputStream in = Objects.requireNonNull(Vectors.class.getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
