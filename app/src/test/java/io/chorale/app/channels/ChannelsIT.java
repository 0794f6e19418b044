package io.chorale.app.channels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chorale.app.server.ChatServer;
import io.chorale.app.server.ChatServer.Answer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelsIT {
    private static final String CHANNELS = "/api/v1/channels/";

    @TempDir
    Path data;

    private ChatServer server;
    private JsonNode anna;
    private JsonNode bela;
    private JsonNode cleo;

    @BeforeEach
    void start() {
        server = ChatServer.start(data, Map.of());
        anna = server.signUp("Anna");
        bela = server.addAndSignIn(token(anna), "Bela");
        cleo = server.addAndSignIn(token(anna), "Cleo");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String token(JsonNode session) {
        return session.path("token").asText();
    }

    private Answer create(JsonNode user, Map<String, ?> form) {
        return server.post(CHANNELS + "create", token(user), form);
    }

    private String channel(JsonNode user, Map<String, ?> form) {
        return create(user, form).expect(200).body().path("id").asText();
    }

    private List<String> namesSeenBy(JsonNode user) {
        return server.get(CHANNELS, token(user)).expect(200).body().findValuesAsText("name");
    }

    @Test
    void hasTheShapeOfTheContract() {
        JsonNode created = create(
                        anna, Map.of("name", " General ", "description", "for all", "meta", Map.of("icon", "x")))
                .expect(200)
                .body();
        assertThat(created.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "id",
                        "user_id",
                        "type",
                        "name",
                        "description",
                        "data",
                        "meta",
                        "access_control",
                        "created_at",
                        "updated_at");
        assertThat(created.path("name").asText()).isEqualTo("general");
        assertThat(created.path("user_id").asText()).isEqualTo(anna.path("id").asText());
        assertThat(created.path("type").isNull()).isTrue();
        assertThat(created.path("meta").path("icon").asText()).isEqualTo("x");
        assertThat(created.path("created_at").asLong()).isGreaterThan(1_700_000_000_000_000_000L);

        JsonNode one = server.get(CHANNELS + created.path("id").asText(), token(bela))
                .expect(200)
                .body();
        assertThat(one.path("write_access").asBoolean()).isTrue();
        assertThat(one.path("is_manager").asBoolean()).isFalse();
        assertThat(namesSeenBy(bela)).containsExactly("general");
        server.get("/api/v1/channels", token(bela)).expect(200);
        server.get(CHANNELS + "list", token(bela)).expect(200);
    }

    @Test
    void saysWhatIsWrong() {
        create(anna, Map.of("name", "  ")).expect(422);
        create(anna, Map.of("name", "x".repeat(101))).expect(422);
        create(anna, Map.of("name", "x", "access_control", "everybody")).expect(422);
        assertThat(server.get(CHANNELS + "nowhere", token(anna)).expect(404).detail())
                .isEqualTo("We could not find what you're looking for :/");
    }

    @Test
    void privateChannelsAreForTheirMembers() {
        Map<String, Object> form = new HashMap<>(Map.of("name", "secret"));
        Map<String, Object> right = Map.of(
                "group_ids", List.of(), "user_ids", List.of(bela.path("id").asText()));
        form.put(
                "access_control",
                Map.of("read", right, "write", Map.of("group_ids", List.of(), "user_ids", List.of())));
        String id = channel(anna, form);

        assertThat(namesSeenBy(anna)).containsExactly("secret");
        assertThat(namesSeenBy(bela)).containsExactly("secret");
        assertThat(namesSeenBy(cleo)).isEmpty();
        server.get(CHANNELS + id + "/messages", token(bela)).expect(200);
        assertThat(server.post(CHANNELS + id + "/messages/post", token(bela), Map.of("content", "may I?"))
                        .expect(403)
                        .detail())
                .isEqualTo("Something went wrong :/");
        server.get(CHANNELS + id, token(cleo)).expect(403);
        server.get(CHANNELS + id + "/messages", token(cleo)).expect(403);
    }

    @Test
    void shortFormOfAPrivateChannel() {
        String id = channel(
                bela,
                Map.of(
                        "name",
                        "two",
                        "is_private",
                        true,
                        "user_ids",
                        List.of(cleo.path("id").asText())));
        server.post(CHANNELS + id + "/messages/post", token(cleo), Map.of("content", "hi"))
                .expect(200);
        server.post(CHANNELS + id + "/messages/post", token(bela), Map.of("content", "hi"))
                .expect(200);
        assertThat(namesSeenBy(server.addAndSignIn(token(anna), "Dora"))).isEmpty();
    }

    @Test
    void ownersAndAdministratorsChangeAndDelete() {
        String id = channel(bela, Map.of("name", "mine"));
        Map<String, String> form = Map.of("name", "ours");
        server.post(CHANNELS + id + "/update", token(cleo), form).expect(403);
        assertThat(server.post(CHANNELS + id + "/update", token(bela), form)
                        .expect(200)
                        .body()
                        .path("name")
                        .asText())
                .isEqualTo("ours");
        server.delete(CHANNELS + id + "/delete", token(cleo)).expect(403);
        assertThat(server.delete(CHANNELS + id + "/delete", token(anna))
                        .expect(200)
                        .body()
                        .asBoolean())
                .isTrue();
        server.get(CHANNELS + id, token(anna)).expect(404);
        server.delete(CHANNELS + id + "/delete", token(anna)).expect(404);
    }

    @Test
    void administratorsMayKeepTheMakingOfChannelsToThemselves() {
        server.post("/api/v1/auths/admin/config", token(anna), Map.of("USER_PERMISSIONS_FEATURES_CHANNELS", false))
                .expect(200);
        create(bela, Map.of("name", "mine")).expect(403);
        create(anna, Map.of("name", "mine")).expect(200);
    }

    @Test
    void channelsCanBeSwitchedOff() {
        server.post("/api/v1/auths/admin/config", token(anna), Map.of("ENABLE_CHANNELS", false))
                .expect(200);
        assertThat(server.get(CHANNELS, token(bela)).expect(403).detail()).isEqualTo("Channels is disabled");
    }
}
