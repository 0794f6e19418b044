package io.chorale.app.rig;

import java.time.Duration;

/**
 * How large a run is.
 *
 * @param rate messages a second, over all channels
 * @param load how long messages flow at least; the fault comes after a quarter of it
 */
record Scale(int clients, int rate, Duration load) {
    static final int REPLICAS = 3;
    static final int CHANNELS = 4;

    /** For every build. */
    static Scale small() {
        return new Scale(12, 20, Duration.ofSeconds(8));
    }

    /** That of the matrix: 200 clients, 50 messages a second, unless {@code rig.clients}, {@code rig.rate}, {@code rig.seconds} say otherwise. */
    static Scale full() {
        return new Scale(
                Integer.getInteger("rig.clients", 200),
                Integer.getInteger("rig.rate", 50),
                Duration.ofSeconds(Integer.getInteger("rig.seconds", 30)));
    }
}
