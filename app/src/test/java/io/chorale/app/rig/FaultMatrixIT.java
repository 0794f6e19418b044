package io.chorale.app.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.test.PostgresServer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole matrix; writes {@code docs/reliability.md}. {@code -Drig.rows=KILL_REPLICA,CLOCK} runs some rows only and
 * leaves the others as they are.
 */
@Tag("cluster")
class FaultMatrixIT {
    private static PostgresServer database;

    @BeforeAll
    static void startDatabase() {
        database = PostgresServer.start();
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    static Stream<Row> rows() {
        List<String> wanted = List.of(System.getProperty("rig.rows", "")
                .toUpperCase(java.util.Locale.ROOT)
                .split(","));
        return Arrays.stream(Row.values()).filter(row -> wanted.contains("") || wanted.contains(row.name()));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void losesNothingAndDoublesNothing(Row row) throws IOException, InterruptedException {
        Scale scale = Scale.full();
        Run.Result result = new Run(row, scale).result(database);
        Matrix.write(row, scale, result);
        assertThat(result.verdict().delivered()).as("events delivered").isGreaterThan(100);
        assertThat(result.faults()).as("%s", result).isEmpty();
    }
}
