package io.chorale.app.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.test.PostgresServer;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The rig at a small scale, for every build: few clients, and the three faults that everybody meets. */
class FewFaultsIT {
    @Test
    void nothingIsLostOrDoubledWhenLinksAndRedisAndAReplicaFail() throws IOException, InterruptedException {
        try (PostgresServer database = PostgresServer.start()) {
            Run.Result result = new Run(Row.ONE_AFTER_ANOTHER, Scale.small()).result(database);
            assertThat(result.verdict().delivered()).as("events delivered").isGreaterThan(100);
            assertThat(result.faults()).as("%s", result).isEmpty();
        }
    }
}
