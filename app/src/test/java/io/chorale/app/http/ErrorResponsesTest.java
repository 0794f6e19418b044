package io.chorale.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.session.SessionStoreUnavailableException;
import io.helidon.http.BadRequestException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.SetCookie;
import io.helidon.http.Status;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorResponsesTest {
    private static HttpTestServer server;

    @BeforeAll
    static void start() {
        Json json = new Json();
        server = HttpTestServer.start(rules -> rules.get("/fine", (request, response) -> json.send(response, "fine"))
                .post("/fine", (request, response) -> response.send("read".getBytes()))
                .get("/refused", (request, response) -> {
                    ResponseHeaders.of(request)
                            .set(HeaderValues.create("X-Kept", "yes"))
                            .add(SetCookie.create("kept", "too"));
                    throw new ApiException(Status.FORBIDDEN_403, "Not yours");
                })
                .get("/secret", (request, response) -> {
                    throw new IllegalStateException("secret jdbc:password");
                })
                .get("/bad", (request, response) -> {
                    throw new BadRequestException("secret inner text");
                })
                .get("/store", (request, response) -> {
                    throw new SessionStoreUnavailableException("secret host", new IOException());
                })
                .get("/split", (request, response) -> {
                    response.header(HeaderNames.create("X-Bad"), "a\r\nSet-Cookie: x=1");
                    response.send();
                }));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void keepsHeadersAndCookiesOnErrors() {
        var response = server.get("/refused", "Origin", "https://friend.example", "X-Request-Id", "mine-1");
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).isEqualTo("{\"detail\":\"Not yours\"}");
        assertThat(response.headers().map())
                .containsEntry("x-kept", java.util.List.of("yes"))
                .containsEntry("x-request-id", java.util.List.of("mine-1"))
                .containsEntry("access-control-allow-origin", java.util.List.of("https://friend.example"))
                .containsEntry("content-type", java.util.List.of("application/json"))
                .containsEntry("x-process-time", java.util.List.of("0"))
                .containsKeys("set-cookie", "content-security-policy", "x-content-type-options");
    }

    /** Helidon #11739 and its kin: 4.2 sends the exception's message as body. */
    @ParameterizedTest
    @ValueSource(strings = {"/secret", "/bad", "/store"})
    void tellsNothingOfWhatWentWrongInside(String path) {
        var response = server.get(path);
        assertThat(response.body()).startsWith("{\"detail\":\"").doesNotContain("secret");
    }

    @Test
    void asksToTryAgainWhenSessionsCannotBeRead() {
        var response = server.get("/store");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("retry-after")).contains("1");
    }

    @Test
    void answersUnknownApiPathsInJsonAndWrongMethodsWithThoseAllowed() {
        assertThat(server.get("/api/nope").body()).isEqualTo("{\"detail\":\"Not Found\"}");
        var wrong = server.send("DELETE", "/fine", "");
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.headers().firstValue("allow")).contains("GET, HEAD, POST");
    }

    @Test
    void answersHeadLikeGetWithoutTheBody() throws IOException {
        String answer = server.raw("HEAD /fine HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .contains("Content-Length: 6\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void reallyClosesWhenTheClientAsksForIt() throws IOException {
        assertThat(server.raw("GET /fine HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .endsWith("\"fine\"");
    }

    /** Request smuggling, Helidon #11641. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: xchunked",
                "Content-Length: 4\r\nContent-Length: 9",
                "Content-Length: +4",
                "Content-Length: -4",
                "Content-Length: 4, 4"
            })
    void refusesRequestsWhoseLengthIsAmbiguousAndClosesTheConnection(String framing) throws IOException {
        String answer = server.raw("POST /fine HTTP/1.1\r\nHost: a\r\n" + framing
                + "\r\n\r\n0\r\n\r\nGET /refused HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .doesNotContain("Not yours")
                .containsOnlyOnce("HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /fine HTTP/1.1\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                "NONSENSE\r\n\r\n",
            })
    void answersWhatCannotBeParsedInJsonAndCloses(String request) throws IOException {
        assertThat(server.raw(request)).startsWith("HTTP/1.1 400").contains("{\"detail\":\"Bad Request\"}", "nosniff");
    }

    /** Helidon b39cbbddcf: a line break in a value would start a header of the attacker's. */
    @Test
    void neverSplitsAResponse() throws IOException {
        assertThat(server.raw("GET /split HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .doesNotContain("Set-Cookie");
    }

    @Test
    void makesItsOwnRequestIdInsteadOfALongOrStrangeOne() {
        assertThat(server.get("/fine", "X-Request-Id", "a b").headers().firstValue("x-request-id"))
                .contains("made-here");
        assertThat(server.get("/fine", "X-Request-Id", "a".repeat(65)).headers().firstValue("x-request-id"))
                .contains("made-here");
    }
}
