package io.chorale.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What works but was probably not meant. */
class WarnedSettingsTest {

    private static Problem only(Loading loading) {
        assertThat(loading.load().warnings()).hasSize(1);
        return loading.load().warnings().getFirst();
    }

    @Test
    void everyOriginWithAPublicAddress() {
        Problem warning = only(Loading.with("CORS_ALLOW_ORIGIN", "*", "WEBUI_URL", "https://chat.example"));
        assertThat(warning.code()).isEqualTo("CFG-101");
        assertThat(warning.fix()).isEqualTo("set CORS_ALLOW_ORIGIN=\"https://chat.example\"");
        assertThat(Loading.with("CORS_ALLOW_ORIGIN", "*").load().warnings()).isEmpty();
    }

    @Test
    void localhostInsideAContainer() {
        Problem warning =
                only(Loading.with("REDIS_URL", "redis://localhost:6379/0").inContainer());
        assertThat(warning.code()).isEqualTo("CFG-102");
        assertThat(warning.seen()).isEqualTo("REDIS_URL names localhost, and this process runs in a container");
        assertThat(only(Loading.with("REDIS_URL", "redis://127.0.0.1/0").inContainer())
                        .code())
                .isEqualTo("CFG-102");
        assertThat(Loading.with("REDIS_URL", "redis://localhost:6379/0").load().warnings())
                .isEmpty();
    }

    @Test
    void redisOfTheWebsocketsServesForEverything() {
        Loading loading = Loading.with("WEBSOCKET_REDIS_URL", "redis://redis:6379/1");
        assertThat(only(loading).code()).isEqualTo("CFG-103");
        assertThat(loading.settings().redis().target())
                .isEqualTo(loading.settings().websocket().redis());
    }

    @Test
    void severalWorkersWithRedisAreNothingToWarnOf() {
        assertThat(Loading.with("UVICORN_WORKERS", "4", "REDIS_URL", "redis://redis:6379/0")
                        .load()
                        .warnings())
                .isEmpty();
    }

    @Test
    void variablesWithoutEffect() {
        assertThat(only(Loading.with("WEBSOCKET_REDIS_OPTIONS", "{}")).code()).isEqualTo("CFG-104");
    }

    @Test
    void variablesOfOtherParts() {
        assertThat(only(Loading.with("WEBUI_FAVICON_URL", "x")).code()).isEqualTo("CFG-105");
    }
}
