package io.chorale.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each set-up that cannot work, and the words that say so. */
class RefusedSettingsTest {

    private static Problem only(Loading loading) {
        assertThat(loading.problems()).hasSize(1);
        return loading.problems().getFirst();
    }

    @Test
    void severalWorkersWithoutRedis() {
        assertThat(only(Loading.with("UVICORN_WORKERS", "4"))).hasToString("""
                CFG-013: UVICORN_WORKERS is 4 and REDIS_URL is not set (variable UVICORN_WORKERS)
                  Why it matters: without Redis the workers share nothing: session state is lost between requests, \
                authentication fails intermittently, configuration is inconsistent and websockets malfunction
                  What to do: set REDIS_URL="redis://redis-valkey:6379/0", or UVICORN_WORKERS=1
                  More: docs/errors.md#cfg-013""");
    }

    @Test
    void severalWorkersUnderTheirOtherName() {
        assertThat(only(Loading.with("WORKERS", "2")).source()).isEqualTo("variable WORKERS");
    }

    @Test
    void redisManagerWithoutRedis() {
        Problem problem = only(Loading.with("WEBSOCKET_MANAGER", "redis"));
        assertThat(problem.code()).isEqualTo("CFG-014");
        assertThat(problem.seen())
                .isEqualTo("WEBSOCKET_MANAGER is redis and neither WEBSOCKET_REDIS_URL nor REDIS_URL is set");
        assertThat(problem.fix())
                .isEqualTo("set WEBSOCKET_REDIS_URL=\"redis://redis-valkey:6379/1\", or remove WEBSOCKET_MANAGER");
    }

    @Test
    void unknownManagerIsToldWhichThereAre() {
        Problem problem = only(Loading.with("WEBSOCKET_MANAGER", "kafka"));
        assertThat(problem.code()).isEqualTo("CFG-015");
        assertThat(problem.seen()).isEqualTo("WEBSOCKET_MANAGER is 'kafka'");
        assertThat(problem.fix()).isEqualTo("set WEBSOCKET_MANAGER to one of: memory, redis");
    }

    @Test
    void redisUrlsThatNameNoRedis() {
        assertThat(only(Loading.with("REDIS_URL", "http://redis:6379")).seen())
                .isEqualTo("REDIS_URL is 'http://redis:6379': the scheme is 'http'");
        assertThat(only(Loading.with("REDIS_URL", "redis://redis:6379/zero")).seen())
                .endsWith("the database is 'zero', not a number");
        assertThat(only(Loading.with("REDIS_URL", "redis://:6379")).seen()).contains("host and port");
        assertThat(only(Loading.with("REDIS_URL", "redis://redis:0")).seen()).endsWith("the port is 0");
    }

    @Test
    void passwordOfAWrongUrlIsNotRepeated() {
        Problem problem = only(Loading.with("REDIS_URL", "redis://user:s3cret@redis:6379/x"));
        assertThat(problem.toString()).doesNotContain("s3cret").contains("redis://user:********@redis:6379/x");
    }

    @Test
    void anotherDatabaseOfACluster() {
        Problem problem = only(Loading.with("REDIS_URL", "redis://node:6379/1", "REDIS_CLUSTER", "true"));
        assertThat(problem.code()).isEqualTo("CFG-012");
        assertThat(problem.seen()).isEqualTo("REDIS_URL names database 1 of a Redis Cluster");
    }

    @Test
    void portsAndDurationsThatAreNone() {
        assertThat(only(Loading.with("PORT", "80a")).seen()).isEqualTo("PORT is '80a'");
        assertThat(only(Loading.with("PORT", "70000")).why()).isEqualTo("a whole number from 0 to 65535 is needed");
        assertThat(only(Loading.with("WEBSOCKET_SERVER_PING_INTERVAL", "soon")).code())
                .isEqualTo("CFG-003");
        assertThat(only(Loading.with("SHUTDOWN_TIMEOUT", "-1")).why()).isEqualTo("a time longer than 0 is needed");
        assertThat(only(Loading.with("WEBSOCKET_MAX_PAYLOAD", "big")).code()).isEqualTo("CFG-004");
    }

    @Test
    void wordsThatAreNeitherTrueNorFalse() {
        assertThat(only(Loading.with("ENABLE_SIGNUP", "maybe")).fix()).isEqualTo("set ENABLE_SIGNUP to true or false");
    }

    @Test
    void originsWithoutSchemeOrHost() {
        Problem problem = only(Loading.with("CORS_ALLOW_ORIGIN", "https://a.example; chat.example"));
        assertThat(problem.code()).isEqualTo("CFG-016");
        assertThat(problem.seen()).isEqualTo("CORS_ALLOW_ORIGIN contains 'chat.example'");
        assertThat(problem.fix()).startsWith("write it like https://chat.example");
        assertThat(only(Loading.with("CORS_ALLOW_ORIGIN", "https://")).code()).isEqualTo("CFG-016");
        assertThat(only(Loading.with("CORS_ALLOW_ORIGIN", "app://desk")).code()).isEqualTo("CFG-016");
        assertThat(Loading.with("CORS_ALLOW_ORIGIN", "app://desk", "CORS_ALLOW_CUSTOM_SCHEME", "app")
                        .problems())
                .isEmpty();
    }

    @Test
    void everyOriginMixedWithSome() {
        Problem problem = only(Loading.with("CORS_ALLOW_ORIGIN", "*;https://a.example"));
        assertThat(problem.code()).isEqualTo("CFG-017");
        assertThat(problem.seen()).isEqualTo("CORS_ALLOW_ORIGIN is '*;https://a.example'");
    }

    @Test
    void upgradesWithoutWebsockets() {
        Problem problem = only(Loading.with("ENABLE_WEBSOCKET_SUPPORT", "false", "WEBSOCKET_UPGRADE_TIMEOUT", "5"));
        assertThat(problem.code()).isEqualTo("CFG-018");
        assertThat(problem.seen()).isEqualTo("WEBSOCKET_UPGRADE_TIMEOUT is set and ENABLE_WEBSOCKET_SUPPORT is false");
    }

    @Test
    void databasesOfOtherKinds() {
        Problem problem = only(Loading.with("DATABASE_URL", "mysql://u:hidden@host/db"));
        assertThat(problem.code()).isEqualTo("CFG-019");
        assertThat(problem.toString()).doesNotContain("hidden");
    }

    @Test
    void halfADatabaseAddressIsNotAnEmptySqliteFile() {
        Problem problem = only(Loading.with("DATABASE_TYPE", "postgresql", "DATABASE_HOST", "db"));
        assertThat(problem.code()).isEqualTo("CFG-022");
        assertThat(problem.seen())
                .isEqualTo("DATABASE_TYPE, DATABASE_HOST set, and not DATABASE_USER, DATABASE_PASSWORD, DATABASE_NAME");
        assertThat(Loading.with("DATABASE_TYPE", "sqlite").problems()).isEmpty();
    }

    @Test
    void publicAddressWithAPassword() {
        Problem problem = only(Loading.with("WEBUI_URL", "https://anna:hunter2@chat.example"));
        assertThat(problem.code()).isEqualTo("CFG-020");
        assertThat(problem.toString()).doesNotContain("hunter2");
    }

    @Test
    void timesThatNoTimerCanCount() {
        assertThat(only(Loading.with("REDIS_SOCKET_CONNECT_TIMEOUT", "999999999999"))
                        .code())
                .isEqualTo("CFG-003");
        assertThat(only(Loading.with("JWT_EXPIRES_IN", "99999999999w")).code()).isEqualTo("CFG-003");
        assertThat(only(Loading.with("JWT_EXPIRES_IN", "PT9223372036854775807S"))
                        .code())
                .isEqualTo("CFG-003");
    }

    @Test
    void filesWithAKeyTwiceOrThatContainThemselves(@TempDir Path directory) throws Exception {
        Path twice = Files.writeString(directory.resolve("twice.yaml"), "server:\n  port: 1\n  port: 2\n");
        assertThat(problems(twice).seen()).contains("line 3").contains("server.port stands in line 2 already");
        Path endless = Files.writeString(directory.resolve("endless.yaml"), "server: &again\n  port: *again\n");
        assertThat(problems(endless).seen()).contains("nested");
    }

    private static Problem problems(Path file) {
        return org.assertj.core.api.Assertions.catchThrowableOfType(
                        InvalidConfigurationException.class, () -> new Loading().loadFile(file))
                .problems()
                .getFirst();
    }

    @Test
    void addressesThatLeadNowhere() {
        assertThat(only(Loading.with("WEBUI_URL", "chat.example")).code()).isEqualTo("CFG-020");
    }

    @Test
    void halfAnAdministrator() {
        assertThat(only(Loading.with("WEBUI_ADMIN_EMAIL", "a@b.example")).code())
                .isEqualTo("CFG-021");
    }

    @Test
    void misspeltVariables() {
        Problem problem = only(Loading.with("REDIS_ULR", "redis://redis:6379"));
        assertThat(problem.code()).isEqualTo("CFG-007");
        assertThat(problem.fix()).isEqualTo("did you mean REDIS_URL?");
    }

    @Test
    void misspeltKeysWithTheirLine(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("chorale.yaml"), "server:\n  port: 9000\n  prot: 9001\n");
        Problem problem = only(Loading.with().in(directory));
        assertThat(problem.code()).isEqualTo("CFG-006");
        assertThat(problem.source()).isEqualTo("chorale.yaml:3");
        assertThat(problem.fix()).isEqualTo("did you mean 'server.port'?");
    }

    @Test
    void filesThatAreNotYaml(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("chorale.yaml"), "server: [unclosed\n");
        assertThat(only(Loading.with().in(directory)).code()).isEqualTo("CFG-008");
    }

    @Test
    void secretsFromFilesThatAreMissingOrGivenTwice(@TempDir Path directory) throws Exception {
        assertThat(only(Loading.with("WEBUI_SECRET_KEY_FILE", "/nonexistent/key"))
                        .code())
                .isEqualTo("CFG-009");
        Path file = Files.writeString(directory.resolve("key"), "k");
        assertThat(only(Loading.with("WEBUI_SECRET_KEY", "x", "WEBUI_SECRET_KEY_FILE", file.toString()))
                        .seen())
                .isEqualTo("WEBUI_SECRET_KEY and WEBUI_SECRET_KEY_FILE are both set");
    }

    @Test
    void everythingAtOnce() {
        assertThat(Loading.with(
                                "PORT",
                                "x",
                                "UVICORN_WORKERS",
                                "3",
                                "WEBSOCKET_MANAGER",
                                "kafka",
                                "CORS_ALLOW_ORIGIN",
                                "a")
                        .problems())
                .extracting(Problem::code)
                .containsExactlyInAnyOrder("CFG-002", "CFG-013", "CFG-015", "CFG-016");
    }

    @Test
    void aSignInHeaderThatEverybodyCouldSend() {
        assertThat(only(Loading.with("WEBUI_AUTH_TRUSTED_EMAIL_HEADER", "X-Email", "FORWARDED_ALLOW_IPS", "*"))
                        .code())
                .isEqualTo("CFG-023");
    }
}
