package io.chorale.app.channels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chorale.app.server.ChatServer;
import io.chorale.app.server.ChatServer.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessagesIT {
    @TempDir
    Path data;

    private ChatServer server;
    private JsonNode anna;
    private JsonNode bela;
    private String base;

    @BeforeEach
    void start() {
        server = ChatServer.start(data, Map.of());
        anna = server.signUp("Anna");
        bela = server.addAndSignIn(token(anna), "Bela");
        base = newChannel();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String newChannel() {
        return "/api/v1/channels/"
                + server.post("/api/v1/channels/create", token(anna), Map.of("name", "general"))
                        .body()
                        .path("id")
                        .asText()
                + "/messages";
    }

    private static String token(JsonNode session) {
        return session.path("token").asText();
    }

    private Answer post(JsonNode user, Map<String, ?> form) {
        return server.post(base + "/post", token(user), form);
    }

    private String posted(JsonNode user, String text) {
        return post(user, Map.of("content", text)).expect(200).body().path("id").asText();
    }

    private List<String> texts(String query) {
        return server.get(base + query, token(bela)).expect(200).body().findValuesAsText("content");
    }

    @Test
    void hasTheShapeOfTheContract() {
        String first = posted(anna, "question");
        JsonNode message = post(
                        bela,
                        Map.of(
                                "content",
                                "answer",
                                "reply_to_id",
                                first,
                                "data",
                                Map.of(),
                                "meta",
                                Map.of("k", 1),
                                "temp_id",
                                "t1"))
                .expect(200)
                .body();
        assertThat(message.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "id",
                        "user_id",
                        "channel_id",
                        "reply_to_id",
                        "parent_id",
                        "content",
                        "data",
                        "meta",
                        "created_at",
                        "updated_at",
                        "user",
                        "reply_to_message",
                        "latest_reply_at",
                        "reply_count",
                        "reactions",
                        "temp_id");
        assertThat(message.path("user").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("id", "name", "role", "profile_image_url");
        assertThat(message.path("reply_to_message").path("content").asText()).isEqualTo("question");
        assertThat(message.path("reply_to_message").path("user").path("name").asText())
                .isEqualTo("Anna");
        assertThat(message.path("latest_reply_at").isNull()).isTrue();
        assertThat(message.path("parent_id").isNull()).isTrue();
        assertThat(message.path("reactions")).isEmpty();
        assertThat(message.path("meta").path("k").asInt()).isEqualTo(1);
        assertThat(message.path("temp_id").asText()).isEqualTo("t1");

        JsonNode read = server.get(base + "/" + message.path("id").asText(), token(anna))
                .expect(200)
                .body();
        assertThat(read.has("temp_id")).isFalse();
        assertThat(read.path("content").asText()).isEqualTo("answer");
    }

    @Test
    void pagesGoFromNewToOldWithoutGapOrDouble() {
        for (int n = 1; n <= 7; n++) {
            posted(n % 2 == 0 ? anna : bela, "m" + n);
        }
        assertThat(texts("?skip=0&limit=3")).containsExactly("m7", "m6", "m5");
        assertThat(texts("?skip=3&limit=3")).containsExactly("m4", "m3", "m2");
        assertThat(texts("?skip=6&limit=3")).containsExactly("m1");
        assertThat(texts("")).hasSize(7);
        server.get(base + "?limit=0", token(bela)).expect(422);
        server.get(base + "?limit=201", token(bela)).expect(422);
        server.get(base + "?skip=-1", token(bela)).expect(422);
        server.get(base + "?skip=x", token(bela)).expect(422);
    }

    @Test
    void theSamePostTwiceIsOneMessage() {
        List<String> ids;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ids = IntStream.range(0, 8)
                    .mapToObj(n -> CompletableFuture.supplyAsync(
                            () -> post(anna, Map.of("content", "once", "temp_id", "page-1"))
                                    .expect(200)
                                    .body()
                                    .path("id")
                                    .asText(),
                            threads))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        }
        assertThat(ids).hasSize(8);
        assertThat(java.util.Set.copyOf(ids)).hasSize(1);
        post(bela, Map.of("content", "another author", "temp_id", "page-1")).expect(200);
        assertThat(texts("")).containsExactly("another author", "once");
    }

    @Test
    void threadsKeepTheirRepliesOutOfTheChannel() {
        String root = posted(anna, "root");
        post(bela, Map.of("content", "r1", "parent_id", root)).expect(200);
        JsonNode last = post(anna, Map.of("content", "r2", "parent_id", root))
                .expect(200)
                .body();

        assertThat(texts("")).containsExactly("root");
        assertThat(texts("/" + root + "/thread?skip=0&limit=50")).containsExactly("r2", "r1", "root");
        assertThat(texts("/" + root + "/thread?skip=0&limit=2")).containsExactly("r2", "r1");
        JsonNode shown = server.get(base + "/" + root, token(bela)).body();
        assertThat(shown.path("reply_count").asInt()).isEqualTo(2);
        assertThat(shown.path("latest_reply_at").asLong())
                .isEqualTo(last.path("created_at").asLong());
        post(anna, Map.of("content", "deeper", "parent_id", last.path("id").asText()))
                .expect(400);

        server.delete(base + "/" + root + "/delete", token(anna)).expect(200);
        server.get(base + "/" + last.path("id").asText(), token(anna)).expect(404);
    }

    @Test
    void onlyAuthorsAndAdministratorsChangeAMessage() {
        String mine = posted(anna, "draft");
        assertThat(edit(bela, mine, "hijacked").expect(403).detail()).isEqualTo("Something went wrong :/");
        JsonNode edited = edit(anna, mine, "final").expect(200).body();
        assertThat(edited.path("content").asText()).isEqualTo("final");
        assertThat(edited.path("updated_at").asLong())
                .isGreaterThan(edited.path("created_at").asLong());
        server.delete(base + "/" + mine + "/delete", token(bela)).expect(403);

        String others = posted(bela, "by Bela");
        edit(anna, others, "moderated").expect(200);
        assertThat(server.delete(base + "/" + others + "/delete", token(bela))
                        .expect(200)
                        .body()
                        .asBoolean())
                .isTrue();
        server.get(base + "/" + others, token(bela)).expect(404);
    }

    private Answer edit(JsonNode user, String id, String text) {
        return server.post(base + "/" + id + "/update", token(user), Map.of("content", text));
    }

    @Test
    void editsMergeDataAndMeta() {
        String id = post(anna, Map.of("content", "a", "meta", Map.of("x", 1, "y", 1)))
                .body()
                .path("id")
                .asText();
        JsonNode meta = server.post(
                        base + "/" + id + "/update", token(anna), Map.of("content", "b", "meta", Map.of("y", 2)))
                .expect(200)
                .body()
                .path("meta");
        assertThat(meta.path("x").asInt()).isEqualTo(1);
        assertThat(meta.path("y").asInt()).isEqualTo(2);
    }

    @Test
    void reactionsCountOncePerPerson() {
        String id = posted(anna, "cake");
        for (JsonNode user : List.of(anna, bela, bela)) {
            assertThat(react(user, id, "add").expect(200).body().asBoolean()).isTrue();
        }
        JsonNode reaction =
                server.get(base, token(anna)).body().get(0).path("reactions").get(0);
        assertThat(reaction.path("name").asText()).isEqualTo("yum");
        assertThat(reaction.path("count").asInt()).isEqualTo(2);
        assertThat(reaction.path("user_ids")).hasSize(2);
        assertThat(reaction.path("users").findValuesAsText("name")).containsExactly("Anna", "Bela");

        react(bela, id, "remove").expect(200);
        react(bela, id, "remove").expect(200);
        assertThat(server.get(base, token(anna))
                        .body()
                        .get(0)
                        .path("reactions")
                        .get(0)
                        .path("count")
                        .asInt())
                .isEqualTo(1);
        server.post(base + "/" + id + "/reactions/add", token(bela), Map.of("name", " "))
                .expect(422);
    }

    private Answer react(JsonNode user, String id, String what) {
        return server.post(base + "/" + id + "/reactions/" + what, token(user), Map.of("name", "yum"));
    }

    @Test
    void sizesAreBounded() {
        post(anna, Map.of("content", "x".repeat(64 * 1024))).expect(200);
        assertThat(post(anna, Map.of("content", "x".repeat(64 * 1024 + 1)))
                        .expect(413)
                        .detail())
                .contains("64 KiB");
        post(anna, Map.of("content", "x".repeat(600 * 1024))).expect(413);
        post(anna, Map.of("content", " ")).expect(422);
        post(anna, Map.of("content", "a", "data", Map.of("big", "x".repeat(65 * 1024))))
                .expect(413);
        post(anna, Map.of("content", "a", "temp_id", "x".repeat(101))).expect(422);
    }

    @Test
    void messagesOfOtherChannelsAreNotReachable() {
        String id = posted(anna, "here");
        String other = newChannel();
        server.get(other + "/" + id, token(anna)).expect(400);
        server.post(other + "/post", token(anna), Map.of("content", "x", "reply_to_id", id))
                .expect(400);
        assertThat(server.get(base + "/nowhere", token(anna)).expect(404).detail())
                .isEqualTo("We could not find what you're looking for :/");
    }

    @Test
    void listTellsWhatIsUnread() {
        posted(bela, "own");
        String last = posted(anna, "news");
        JsonNode listed = server.get("/api/v1/channels/", token(bela)).body().get(0);
        assertThat(listed.path("unread_count").asInt()).isEqualTo(1);
        assertThat(listed.path("last_read_at").asLong()).isZero();
        assertThat(listed.path("last_message_at").asLong())
                .isEqualTo(server.get(base + "/" + last, token(bela))
                        .body()
                        .path("created_at")
                        .asLong());
    }
}
