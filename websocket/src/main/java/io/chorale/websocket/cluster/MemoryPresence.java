package io.chorale.websocket.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** For replicas of one process. Nobody but the application sees it, so only what it can ask for is kept. */
final class MemoryPresence implements Presence {
    private static final Duration USE = Duration.ofSeconds(3);

    /** Guarded by itself: socket to models and when that was last said (nano time). */
    private final Map<String, Map<String, Long>> uses = new HashMap<>();

    @Override
    public void here(String socketId, byte[] user) {
        synchronized (uses) {
            uses.putIfAbsent(socketId, new HashMap<>());
        }
    }

    @Override
    public void gone(String socketId) {
        synchronized (uses) {
            uses.remove(socketId);
        }
    }

    @Override
    public void uses(String socketId, String model) {
        synchronized (uses) {
            Map<String, Long> models = uses.get(socketId);
            if (models != null) {
                long now = System.nanoTime();
                models.values().removeIf(said -> now - said > USE.toNanos());
                models.put(model, now);
            }
        }
    }

    @Override
    public Set<String> models() {
        long now = System.nanoTime();
        synchronized (uses) {
            return uses.values().stream()
                    .flatMap(models -> models.entrySet().stream())
                    .filter(use -> now - use.getValue() <= USE.toNanos())
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toUnmodifiableSet());
        }
    }
}
