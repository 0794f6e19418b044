package io.chorale.app.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chorale.app.server.ChatServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersIT {
    private static final String USERS = "/api/v1/users";

    @TempDir
    Path data;

    private ChatServer server;
    private JsonNode anna;
    private JsonNode bela;

    @BeforeEach
    void start() {
        server = ChatServer.start(data, Map.of());
        anna = server.signUp("Anna");
        bela = server.addAndSignIn(token(anna), "Bela");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String token(JsonNode session) {
        return session.path("token").asText();
    }

    private static String id(JsonNode session) {
        return session.path("id").asText();
    }

    private JsonNode list(String query) {
        return server.get(USERS + query, token(anna)).expect(200).body();
    }

    private static List<String> names(JsonNode list) {
        return list.path("users").findValuesAsText("name");
    }

    private ChatServer.Answer update(JsonNode user, Map<String, String> changes) {
        Map<String, String> form = new HashMap<>(Map.of(
                "role", user.path("role").asText(),
                "name", user.path("name").asText(),
                "email", user.path("email").asText(),
                "profile_image_url", ""));
        form.putAll(changes);
        return server.post(USERS + "/" + id(user) + "/update", token(anna), form);
    }

    /** 33 more, past the routes: hashing so many passwords would take long. */
    private void addMany() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("webui.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO users (id, name, email, role, profile_image_url, password_hash,"
                    + " last_active_at, updated_at, created_at) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1"
                    + " FROM n WHERE i < 33) SELECT 'id-' || i, 'Many ' || i, 'many' || i || '@example.org', 'user',"
                    + " '/user.png', '', 0, 0, i FROM n");
        }
    }

    @Test
    void administratorsListPagesOfThirty() throws SQLException {
        addMany();
        assertThat(list("/").path("total").asInt()).isEqualTo(35);
        assertThat(list("/?page=1").path("users")).hasSize(30);
        assertThat(names(list("/?page=2"))) // Anna and Bela may be of the same second
                .containsExactlyInAnyOrder("Many 31", "Many 32", "Many 33", "Anna", "Bela");
        assertThat(list("/?page=3").path("users")).isEmpty();
        assertThat(list("/all").path("users")).hasSize(35);
        server.get(USERS + "/?page=0", token(anna)).expect(422);
    }

    @Test
    void listsAreOrderedAndSearched() throws SQLException {
        addMany();
        assertThat(names(list("/?order_by=name&direction=desc")).getFirst()).isEqualTo("Many 9");
        assertThat(names(list("/?order_by=email&direction=asc")).getFirst()).isEqualTo("Anna");
        assertThat(names(list("/?order_by=nonsense;DROP&query=ANNA"))).containsExactly("Anna");
        assertThat(names(list("/?query=many1@"))).containsExactly("Many 1");
        assertThat(list("/?query=%25").path("total").asInt())
                .as("a literal percent sign")
                .isZero();
    }

    @Test
    void membersFindPeopleWithoutTheirAddresses() {
        JsonNode found =
                server.get(USERS + "/search?query=ann", token(bela)).expect(200).body();
        assertThat(found.path("total").asInt()).isEqualTo(1);
        assertThat(found.path("users").get(0).path("id").asText()).isEqualTo(id(anna));
        assertThat(found.toString()).doesNotContain("anna@example.org");
        JsonNode one =
                server.get(USERS + "/" + id(anna), token(bela)).expect(200).body();
        assertThat(one.path("name").asText()).isEqualTo("Anna");
        assertThat(one.path("active").asBoolean()).isTrue();
        server.get(USERS + "/nobody", token(bela)).expect(404);
    }

    @Test
    void listsAndChangesAreForAdministrators() {
        for (String path : List.of(USERS, USERS + "/", USERS + "/all", "/api/v1/auths/admin/config")) {
            assertThat(server.get(path, token(bela)).expect(401).detail()).isEqualTo(Texts.ACCESS_PROHIBITED);
            assertThat(server.get(path, null).expect(401).detail()).isEqualTo(Texts.NOT_AUTHENTICATED);
        }
        server.delete(USERS + "/" + id(anna), token(bela)).expect(401);
        server.post(USERS + "/" + id(bela) + "/update", token(bela), Map.of("role", "admin"))
                .expect(401);
    }

    @Test
    void roleNameAndAddressAreChanged() {
        JsonNode changed = update(bela, Map.of("role", "admin", "name", "Béla", "email", "B@example.org"))
                .expect(200)
                .body();
        assertThat(changed.path("email").asText()).isEqualTo("b@example.org");
        server.get(USERS + "/all", token(bela)).expect(200);
        assertThat(update(bela, Map.of("email", "anna@example.org")).expect(400).detail())
                .isEqualTo(Texts.EMAIL_TAKEN);
        update(bela, Map.of("role", "emperor")).expect(422);
    }

    @Test
    void theFirstAdministratorIsSafeFromTheOthers() {
        update(bela, Map.of("role", "admin")).expect(200);
        Map<String, String> demoted =
                Map.of("role", "user", "name", "Anna", "email", "anna@example.org", "profile_image_url", "");
        assertThat(server.post(USERS + "/" + id(anna) + "/update", token(bela), demoted)
                        .expect(403)
                        .detail())
                .isEqualTo(Texts.ACTION_PROHIBITED);
        server.delete(USERS + "/" + id(anna), token(bela)).expect(403);
        update(anna, Map.of("role", "user")).expect(403);
        server.delete(USERS + "/" + id(anna), token(anna)).expect(403);
    }

    @Test
    void aDeletedAccountIsGoneAndItsAddressIsFree() {
        assertThat(server.delete(USERS + "/" + id(bela), token(anna))
                        .expect(200)
                        .body()
                        .asBoolean())
                .isTrue();
        server.delete(USERS + "/" + id(bela), token(anna)).expect(404);
        server.get("/api/v1/auths/", token(bela)).expect(401);
        server.signIn("Bela").expect(400);
        server.addAndSignIn(token(anna), "Bela");
    }

    @Test
    void permissionsFollowTheRole() {
        JsonNode admin =
                server.get(USERS + "/permissions", token(anna)).expect(200).body();
        JsonNode member =
                server.get(USERS + "/permissions", token(bela)).expect(200).body();
        assertThat(admin.at("/workspace/models").asBoolean()).isTrue();
        assertThat(member.at("/workspace/models").asBoolean(true)).isFalse();
        assertThat(member.at("/chat/edit").asBoolean()).isTrue();
        assertThat(member).isEqualTo(bela.path("permissions"));
        assertThat(server.get(USERS + "/groups", token(bela)).expect(200).body())
                .isEmpty();
    }

    @Test
    void whatPagesKeepForAPersonComesBack() {
        assertThat(server.get(USERS + "/user/settings", token(bela))
                        .expect(200)
                        .body()
                        .isNull())
                .isTrue();
        Map<String, ?> ui = Map.of("ui", Map.of("theme", "dark"));
        server.post(USERS + "/user/settings/update", token(bela), ui).expect(200);
        assertThat(server.get(USERS + "/user/settings", token(bela))
                        .body()
                        .at("/ui/theme")
                        .asText())
                .isEqualTo("dark");
        assertThat(server.get("/api/v1/users/active", token(bela))
                        .expect(200)
                        .body()
                        .path("user_ids"))
                .hasSize(2);
    }

    @Test
    void unknownPathsAreJsonWhateverTheMethod() {
        for (String method : List.of("GET", "POST", "PUT", "DELETE")) {
            assertThat(server.send(method, "/api/v1/auths/nowhere", token(anna), null, Map.of())
                            .expect(404)
                            .detail())
                    .isNotEmpty();
        }
    }
}
