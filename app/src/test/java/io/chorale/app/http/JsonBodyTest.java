package io.chorale.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonBodyTest {
    record Form(
            String name,
            @Nullable String profileImageUrl,
            Optional<Integer> age,
            boolean admin,
            @JsonProperty("x") @Nullable List<Part> parts) {}

    record Part(String text) {}

    private static HttpTestServer server;

    @BeforeAll
    static void start() {
        Json json = new Json();
        server = HttpTestServer.start(rules -> rules.post(
                        "/form", (request, response) -> json.send(response, json.read(request, Form.class)))
                .post("/short", (request, response) -> json.send(response, json.read(request, Map.class, 16))));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void readsSnakeCaseAndWritesAbsentValuesAsNull() {
        var response = post("{\"name\":\"Anna\",\"profile_image_url\":\"/a.png\",\"admin\":true,\"unknown\":1}");
        assertThat(response)
                .isEqualTo(
                        "200 {\"name\":\"Anna\",\"profile_image_url\":\"/a.png\",\"age\":null,\"admin\":true,\"x\":null}");
    }

    @Test
    void namesEveryMissingValueAtOnce() {
        assertThat(post("{\"x\":[{\"text\":\"a\"},{\"text\":null}]}"))
                .startsWith("422 ")
                .contains("{\"type\":\"missing\",\"loc\":[\"body\",\"name\"],\"msg\":\"Field required\"")
                .contains("\"loc\":[\"body\",\"x\",1,\"text\"]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"name":1}                | string_type | ["body","name"]
                    {"name":"a","age":"7"}    | int_type    | ["body","age"]
                    {"name":"a","age":1.5}    | int_type    | ["body","age"]
                    {"name":"a","admin":"no"} | bool_type   | ["body","admin"]
                    {"name":"a","x":{}}       | list_type   | ["body","x"]
                    {"name":"a","x":[3]}      | dict_type   | ["body","x",0]
                    []                        | dict_type   | ["body"]
                    {"name":                  | json_invalid| ["body",
                    """)
    void saysWhichValueIsOfTheWrongType(String body, String type, String location) {
        assertThat(post(body)).startsWith("422 ").contains("\"type\":\"" + type + "\"", "\"loc\":" + location);
    }

    @Test
    void takesAnEmptyBodyForAMissingOne() {
        assertThat(post("")).startsWith("422 ").contains("\"loc\":[\"body\"]");
    }

    @Test
    void refusesDeepNestingInsteadOfOverflowing() {
        assertThat(post("[".repeat(50_000))).startsWith("422 ");
    }

    @Test
    void readsNoMoreThanItsLimit() {
        assertThat(server.send("POST", "/short", "{\"a\":\"" + "b".repeat(100) + "\"}")
                        .statusCode())
                .isEqualTo(413);
    }

    private static String post(String body) {
        var response = server.send("POST", "/form", body);
        return response.statusCode() + " " + response.body();
    }
}
