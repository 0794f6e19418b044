package io.chorale.websocket.redis.emitter;

import java.util.Arrays;
import java.util.Random;

/** Bytes that were a message once: cut, grown, flipped, with parts moved. The same for each seed. */
public final class Mutations {
    private final Random random;

    public Mutations(long seed) {
        this.random = new Random(seed);
    }

    public byte[] of(byte[] message) {
        byte[] mutated = Arrays.copyOf(message, message.length);
        for (int i = 0; i <= random.nextInt(4) && mutated.length > 0; i++) {
            int at = random.nextInt(mutated.length);
            switch (random.nextInt(4)) {
                case 0 -> mutated[at] = (byte) random.nextInt();
                case 1 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> mutated = Arrays.copyOf(mutated, at);
                default -> System.arraycopy(message, 0, mutated, at, Math.min(message.length, mutated.length - at));
            }
        }
        return mutated;
    }
}
