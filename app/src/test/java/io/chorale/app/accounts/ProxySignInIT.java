package io.chorale.app.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chorale.app.server.ChatServer;
import io.chorale.app.server.ChatServer.Answer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sign-in by headers of a proxy: WEBUI_AUTH_TRUSTED_EMAIL_HEADER and its companions. */
class ProxySignInIT {
    private static final String ME = "/api/v1/auths/";

    @TempDir
    Path data;

    private ChatServer start(Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(Map.of(
                "WEBUI_AUTH_TRUSTED_EMAIL_HEADER", "X-Email",
                "WEBUI_AUTH_TRUSTED_NAME_HEADER", "X-Name",
                "WEBUI_AUTH_TRUSTED_ROLE_HEADER", "X-Role"));
        variables.putAll(more);
        return ChatServer.start(data, variables);
    }

    private static Answer signIn(ChatServer server, Map<String, String> headers) {
        return server.send("POST", "/api/v1/auths/signin", null, Map.of("email", "", "password", ""), headers);
    }

    @Test
    void accountsAreMadeOnTheWay() {
        try (ChatServer server = start(Map.of())) {
            assertThat(server.get("/api/config", null)
                            .body()
                            .at("/features/auth_trusted_header")
                            .asBoolean())
                    .isTrue();
            JsonNode anna = signIn(server, Map.of("X-Email", "Anna@Example.org", "X-Name", "Anna%20B%C3%A9la"))
                    .expect(200)
                    .body();
            assertThat(anna.path("email").asText()).isEqualTo("anna@example.org");
            assertThat(anna.path("name").asText()).isEqualTo("Anna Béla");
            assertThat(anna.path("role").asText()).as("of the first account").isEqualTo("admin");

            JsonNode bela = signIn(server, Map.of("X-Email", "bela@example.org"))
                    .expect(200)
                    .body();
            assertThat(bela.path("name").asText()).isEqualTo("bela@example.org");
            assertThat(bela.path("role").asText()).isEqualTo("pending");
            assertThat(signIn(server, Map.of("X-Email", "bela@example.org", "X-Role", "user"))
                            .body()
                            .path("role")
                            .asText())
                    .isEqualTo("user");
            assertThat(signIn(server, Map.of("X-Email", "anna@example.org", "X-Role", "pending"))
                            .body()
                            .path("role")
                            .asText())
                    .as("the first administrator stays one")
                    .isEqualTo("admin");
        }
    }

    @Test
    void withoutTheHeaderNobodyComesIn() {
        try (ChatServer server =
                start(Map.of("WEBUI_ADMIN_EMAIL", "anna@example.org", "WEBUI_ADMIN_PASSWORD", "secret"))) {
            Answer refused = server.post(
                    "/api/v1/auths/signin", null, Map.of("email", "anna@example.org", "password", "secret"));
            assertThat(refused.expect(400).detail()).isEqualTo(Texts.INVALID_TRUSTED_HEADER);
        }
    }

    @Test
    void theHeaderOfSomebodyElseThanTheProxyIsNotBelieved() {
        try (ChatServer server = start(Map.of("FORWARDED_ALLOW_IPS", "192.0.2.7"))) {
            Map<String, String> pretended = Map.of("X-Email", "anna@example.org", "X-Forwarded-For", "192.0.2.7");
            assertThat(signIn(server, pretended).expect(400).detail()).isEqualTo(Texts.INVALID_TRUSTED_HEADER);
        }
    }

    @Test
    void theSessionOfTheOneBeforeIsNotUsedForSomebodyElse() {
        try (ChatServer server = start(Map.of())) {
            String anna = signIn(server, Map.of("X-Email", "anna@example.org"))
                    .expect(200)
                    .body()
                    .path("token")
                    .asText();
            server.send("GET", ME, anna, null, Map.of("X-Email", "anna@example.org"))
                    .expect(200);
            assertThat(server.send("GET", ME, anna, null, Map.of("X-Email", "bela@example.org"))
                            .expect(401)
                            .detail())
                    .isEqualTo(Texts.ACCOUNT_GONE);
        }
    }

    @Test
    void signOutSendsPagesToTheProxy() {
        try (ChatServer server = start(Map.of("WEBUI_AUTH_SIGNOUT_REDIRECT_URL", "https://proxy.example/out"))) {
            String token = signIn(server, Map.of("X-Email", "anna@example.org"))
                    .body()
                    .path("token")
                    .asText();
            assertThat(server.post("/api/v1/auths/signout", token, Map.of())
                            .expect(200)
                            .body()
                            .path("redirect_url")
                            .asText())
                    .isEqualTo("https://proxy.example/out");
        }
    }
}
