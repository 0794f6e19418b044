package io.chorale.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PostgresServerTest {

    @Test
    void givesEachCallerADatabaseOfItsOwn() {
        try (PostgresServer postgres = PostgresServer.start()) {
            assertThat(postgres.newDatabaseUrl())
                    .startsWith("postgresql://postgres:postgres@127.0.0.1:" + postgres.port() + "/chorale_")
                    .isNotEqualTo(postgres.newDatabaseUrl());
        }
    }
}
