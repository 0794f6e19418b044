package io.chorale.bench.scenario;

import java.time.Duration;
import java.util.List;

/** All scenarios, in the order of the report. */
public final class Scenarios {
    private Scenarios() {}

    /** @param time of each measurement; half of it again goes before, to warm up */
    public static List<Scenario> all(Duration time) {
        Duration warmUp = time.dividedBy(2).plusSeconds(2);
        return List.of(
                new FanOut(100, 1, warmUp, time),
                new FanOut(300, 1, warmUp, time),
                new FanOut(1_000, 1, warmUp, time),
                new FanOut(3_000, 1, warmUp, time),
                new FanOut(100, 2, warmUp, time),
                new FanOut(1_000, 2, warmUp, time),
                new PacedFanOut(1_000, 20, warmUp, time),
                new Echo(1, warmUp, time),
                new Echo(64, warmUp, time),
                new Echo(1_000, warmUp, time),
                new Connecting(warmUp, time),
                new Idle(10_000, time));
    }
}
