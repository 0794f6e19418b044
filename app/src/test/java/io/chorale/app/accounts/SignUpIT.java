package io.chorale.app.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chorale.app.server.ChatServer;
import io.chorale.app.server.ChatServer.Answer;
import io.chorale.test.PostgresServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignUpIT {
    private static final String SIGN_UP = "/api/v1/auths/signup";

    @TempDir
    Path data;

    private static Answer signUp(ChatServer server, Map<String, String> changes) {
        Map<String, String> form = new HashMap<>(ChatServer.form("Bela"));
        form.putAll(changes);
        return server.post(SIGN_UP, null, form);
    }

    @Test
    void theFirstAccountIsTheAdministratorAndClosesTheDoor() {
        try (ChatServer server = ChatServer.start(data, Map.of())) {
            assertThat(server.get("/api/config", null).body().path("onboarding").asBoolean())
                    .isTrue();
            JsonNode anna = server.signUp("Anna");
            assertThat(anna.path("role").asText()).isEqualTo("admin");
            assertThat(anna.path("token_type").asText()).isEqualTo("Bearer");
            assertThat(anna.path("permissions").path("chat").path("edit").asBoolean())
                    .isTrue();
            JsonNode config = server.get("/api/config", null).body();
            assertThat(config.has("onboarding")).isFalse();
            assertThat(config.at("/features/enable_signup").asBoolean()).isFalse();

            assertThat(signUp(server, Map.of()).expect(403).detail()).isEqualTo(Texts.ACCESS_PROHIBITED);

            server.post(
                            "/api/v1/auths/admin/config",
                            anna.path("token").asText(),
                            Map.of("ENABLE_SIGNUP", true, "DEFAULT_USER_ROLE", "user"))
                    .expect(200);
            assertThat(signUp(server, Map.of()).expect(200).body().path("role").asText())
                    .isEqualTo("user");
        }
    }

    @Test
    void newcomersArePendingUntilAnAdministratorLetsThemIn() {
        try (ChatServer server = ChatServer.start(data, Map.of("ENABLE_SIGNUP", "true"))) {
            String anna = server.signUp("Anna").path("token").asText();
            JsonNode bela = signUp(server, Map.of()).expect(200).body();
            String token = bela.path("token").asText();
            assertThat(bela.path("role").asText()).isEqualTo("pending");
            server.get("/api/v1/auths/", token).expect(200);
            assertThat(server.get("/api/v1/channels/", token).expect(401).detail())
                    .isEqualTo(Texts.ACCESS_PROHIBITED);
            assertThat(server.get("/api/config", token).body().has("user_count"))
                    .isFalse();

            server.post(
                            "/api/v1/users/" + bela.path("id").asText() + "/update",
                            anna,
                            Map.of(
                                    "role",
                                    "user",
                                    "name",
                                    "Bela",
                                    "email",
                                    "bela@example.org",
                                    "profile_image_url",
                                    ""))
                    .expect(200);
            server.get("/api/v1/channels/", token).expect(200);
        }
    }

    @Test
    void whatCannotBeAnAccountIsRefusedWithTheKnownTexts() {
        try (ChatServer server =
                ChatServer.start(data, Map.of("ENABLE_SIGNUP", "true", "ENABLE_PASSWORD_VALIDATION", "true"))) {
            server.signUp("Anna");
            assertThat(signUp(server, Map.of("email", "bela")).expect(400).detail())
                    .isEqualTo(Texts.INVALID_EMAIL);
            assertThat(signUp(server, Map.of("email", " ANNA@example.org"))
                            .expect(400)
                            .detail())
                    .isEqualTo(Texts.EMAIL_TAKEN);
            assertThat(signUp(server, Map.of("password", "ä".repeat(37)))
                            .expect(400)
                            .detail())
                    .isEqualTo(Texts.PASSWORD_TOO_LONG);
            signUp(server, Map.of("password", "short")).expect(400);
            signUp(server, Map.of("name", " ")).expect(400);
            Answer incomplete = server.post(SIGN_UP, null, Map.of("email", "bela@example.org"));
            assertThat(incomplete.expect(422).body().path("detail").isArray()).isTrue();
        }
    }

    @Test
    void signUpCanBeClosedForTheFirstOneToo() {
        try (ChatServer server = ChatServer.start(
                data,
                Map.of(
                        "ENABLE_LOGIN_FORM", "false",
                        "WEBUI_ADMIN_EMAIL", "root@example.org",
                        "WEBUI_ADMIN_PASSWORD", "secret-Root"))) {
            signUp(server, Map.of()).expect(403);
            assertThat(server.signIn("Root").expect(200).body().path("role").asText())
                    .as("of the administrator of WEBUI_ADMIN_EMAIL")
                    .isEqualTo("admin");
        }
    }

    @Test
    void withoutAuthenticationEverybodyIsTheLocalAdministrator() {
        Map<String, String> open = Map.of("WEBUI_AUTH", "false");
        Map<String, String> nothing = Map.of("email", "", "password", "");
        try (ChatServer server = ChatServer.start(data, open)) {
            JsonNode guest = server.post("/api/v1/auths/signin", null, nothing)
                    .expect(200)
                    .body();
            assertThat(guest.path("email").asText()).isEqualTo("admin@localhost");
            assertThat(guest.path("role").asText()).isEqualTo("admin");
            server.post("/api/v1/auths/signin", null, nothing).expect(200);
            signUp(server, Map.of()).expect(403);
        }
    }

    @Test
    void authenticationCannotBeSwitchedOffOnceThereAreAccounts() {
        try (ChatServer server = ChatServer.start(data, Map.of())) {
            server.signUp("Anna");
        }
        try (ChatServer server = ChatServer.start(data, Map.of("WEBUI_AUTH", "false"))) {
            Answer refused = server.post("/api/v1/auths/signin", null, Map.of("email", "", "password", ""));
            assertThat(refused.expect(400).detail()).isEqualTo(Texts.EXISTING_USERS);
        }
    }

    /** In Open WebUI 0.6, parallel first sign-ups could all become administrators. */
    @Test
    void ofManyFirstOnesOnTwoReplicasExactlyOneBecomesAdministrator() {
        try (PostgresServer postgres = PostgresServer.start()) {
            Map<String, String> shared = Map.of("DATABASE_URL", postgres.newDatabaseUrl(), "ENABLE_SIGNUP", "true");
            try (ChatServer one = ChatServer.start(data, shared);
                    ChatServer two = ChatServer.start(data, shared);
                    var people = Executors.newVirtualThreadPerTaskExecutor()) {
                List<CompletableFuture<String>> roles = IntStream.range(0, 8)
                        .mapToObj(i -> CompletableFuture.supplyAsync(
                                () -> (i % 2 == 0 ? one : two)
                                        .post(SIGN_UP, null, ChatServer.form("First" + i))
                                        .expect(200)
                                        .body()
                                        .path("role")
                                        .asText(),
                                people))
                        .toList();
                assertThat(roles.stream().map(CompletableFuture::join).filter("admin"::equals))
                        .hasSize(1);
            }
        }
    }
}
