package io.chorale.app.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chorale.app.server.ChatServer;
import io.chorale.app.server.ChatServer.Answer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInIT {
    private static final String ME = "/api/v1/auths/";

    @TempDir
    Path data;

    private ChatServer server;
    private JsonNode anna;

    @BeforeEach
    void start() {
        server = ChatServer.start(data, Map.of());
        anna = server.signUp("Anna");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String token() {
        return anna.path("token").asText();
    }

    @Test
    void tokenAndCookieNameTheSameSession() {
        Answer signedIn = server.signIn("Anna").expect(200);
        String cookie = signedIn.header("set-cookie");
        assertThat(cookie)
                .startsWith("token=" + signedIn.body().path("token").asText())
                .contains("HttpOnly", "Path=/", "SameSite=Lax");
        Answer me = server.send("GET", ME, null, null, Map.of("Cookie", cookie.substring(0, cookie.indexOf(';'))));
        assertThat(me.expect(200).body().path("token").asText())
                .isEqualTo(signedIn.body().path("token").asText());
        assertThat(me.body().path("name").asText()).isEqualTo("Anna");
        assertThat(server.get(ME, token()).expect(200).header("set-cookie")).startsWith("token=" + token());
    }

    @Test
    void strangersAreToldApart() {
        assertThat(server.get(ME, null).expect(401).detail()).isEqualTo("Not authenticated");
        assertThat(server.get(ME, "x".repeat(43)).expect(401).detail()).isEqualTo("401 Unauthorized");
        assertThat(server.get(ME, "sk-1").expect(401).detail()).isEqualTo("401 Unauthorized");
    }

    @Test
    void wrongPasswordAndUnknownAccountSoundTheSame() {
        assertThat(signIn("anna@example.org", "wrong")).isEqualTo(signIn("nobody@example.org", "wrong"));
        assertThat(signIn("anna@example.org", "wrong")).isEqualTo(Texts.INVALID_CREDENTIALS);
    }

    private String signIn(String email, String password) {
        return server.post("/api/v1/auths/signin", null, Map.of("email", email, "password", password))
                .expect(400)
                .detail();
    }

    @Test
    void guessingIsSlowedDown() {
        for (int guess = 1; guess <= 15; guess++) {
            signIn("anna@example.org", "guess " + guess);
        }
        Answer refused = server.signIn("Anna").expect(429);
        assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(1, 180);
        server.post("/api/v1/auths/signin", null, Map.of("email", "b@example.org", "password", "b"))
                .expect(400);
    }

    @Test
    void signOutEndsTheSessionAndTakesTheCookieAway() {
        Answer out = server.send("POST", "/api/v1/auths/signout", token(), null, Map.of());
        assertThat(out.expect(200).body().path("status").asBoolean()).isTrue();
        assertThat(out.headers().get("set-cookie"))
                .singleElement()
                .asString()
                .startsWith("token=; Expires=Thu, 1 Jan 1970 00:00:00 GMT; Path=/");
        assertThat(server.get(ME, token()).expect(401).detail()).isEqualTo("401 Unauthorized");

        String second = server.signIn("Anna").body().path("token").asText();
        server.get("/api/v1/auths/signout", second).expect(200);
        server.get(ME, second).expect(401);
    }

    @Test
    void aForeignPageCannotUseTheCookie() {
        Map<String, String> foreign = Map.of("Cookie", "token=" + token(), "Origin", "https://evil.example");
        server.send("POST", "/api/v1/channels/create", null, Map.of("name", "trap"), foreign)
                .expect(403);
        server.send(
                        "POST",
                        "/api/v1/channels/create",
                        null,
                        Map.of("name", "mine"),
                        Map.of("Cookie", "token=" + token()))
                .expect(200);
    }

    @Test
    void passwordChangeEndsAllOtherSessions() {
        String other = server.signIn("Anna").body().path("token").asText();
        assertThat(changePassword("wrong").expect(400).detail()).isEqualTo(Texts.INVALID_PASSWORD);
        server.get(ME, other).expect(200);

        assertThat(changePassword("secret-Anna").expect(200).body().asBoolean()).isTrue();

        server.get(ME, other).expect(401);
        server.get(ME, token()).expect(200);
        assertThat(signIn("anna@example.org", "secret-Anna")).isEqualTo(Texts.INVALID_CREDENTIALS);
        server.post("/api/v1/auths/signin", null, Map.of("email", "ANNA@example.org ", "password", "fresh secret"))
                .expect(200);
    }

    private Answer changePassword(String old) {
        return server.post(
                "/api/v1/auths/update/password", token(), Map.of("password", old, "new_password", "fresh secret"));
    }

    @Test
    void profileIsChangedAndShown() {
        JsonNode changed = server.post(
                        "/api/v1/auths/update/profile",
                        token(),
                        Map.of(
                                "name", "Anna B.",
                                "profile_image_url", "",
                                "bio", "sings",
                                "date_of_birth", "1990-05-17"))
                .expect(200)
                .body();
        assertThat(changed.path("profile_image_url").asText()).isEqualTo("/user.png");
        JsonNode me = server.get(ME, token()).body();
        assertThat(me.path("name").asText()).isEqualTo("Anna B.");
        assertThat(me.path("bio").asText()).isEqualTo("sings");
        assertThat(me.path("date_of_birth").asText()).isEqualTo("1990-05-17");
        server.post(
                        "/api/v1/auths/update/profile",
                        token(),
                        Map.of("name", "A", "profile_image_url", "javascript:alert(1)"))
                .expect(400);
    }

    @Test
    void unknownPathsBelowApiAreJson() {
        assertThat(server.get("/api/v1/nowhere", token()).expect(404).detail()).isNotEmpty();
    }
}
