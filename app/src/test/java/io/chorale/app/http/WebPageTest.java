package io.chorale.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebPageTest {
    @TempDir
    static Path folder;

    private static HttpTestServer server;

    @BeforeAll
    static void start() throws IOException {
        Path root = Files.createDirectories(folder.resolve("page"));
        Files.writeString(folder.resolve("outside.txt"), "secret");
        Files.writeString(root.resolve("index.html"), "<p>page</p>");
        Files.writeString(root.resolve(".hidden"), "secret");
        Files.createDirectories(root.resolve("assets"));
        Files.writeString(root.resolve("assets/app-1a2b.js"), "//" + "x".repeat(5_000));
        Files.writeString(root.resolve("assets/app-1a2b.js.br"), "brotli");
        Files.createSymbolicLink(root.resolve("link.txt"), folder.resolve("outside.txt"));
        server = HttpTestServer.start(List.of("*"), StaticFiles.fromDirectory(root));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/channels/42", "/auth"})
    void givesThePageForItsOwnAddresses(String path) {
        var response = server.get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("<p>page</p>");
        assertThat(response.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
        assertThat(response.headers().firstValue("cache-control")).contains("no-cache");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/api/", "/api/v1/nope", "/assets/gone.js", "/favicon.ico", "/ws/other"})
    void neverGivesThePageForApiPathsAndFiles(String path) {
        var response = server.get(path);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("{\"detail\":\"Not Found\"}");
    }

    /** Helidon 419e5324dc: its static content follows links out of the folder. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/link.txt",
                "/../outside.txt",
                "/%2e%2e/outside.txt",
                "/.hidden",
                "/assets/..%2f..%2foutside.txt"
            })
    void neverLeavesItsFolder(String path) throws IOException {
        assertThat(server.raw("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .doesNotContain("secret")
                .doesNotStartWith("HTTP/1.1 200");
    }

    @Test
    void letsBrowsersKeepHashedFilesForEver() {
        var response = server.get("/assets/app-1a2b.js");
        assertThat(response.headers().firstValue("cache-control")).contains("public, max-age=31536000, immutable");
        assertThat(response.headers().firstValue("content-type")).contains("text/javascript; charset=utf-8");
        assertThat(response.headers().firstValue("vary")).contains("Accept-Encoding");
    }

    @Test
    void sendsTheSmallestFormThatTheClientTakes() {
        String path = "/assets/app-1a2b.js";
        assertThat(coding(path, "gzip, deflate, br")).isEqualTo("br");
        assertThat(coding(path, "gzip")).isEqualTo("gzip");
        assertThat(coding(path, "br;q=0, gzip")).isEqualTo("gzip");
        assertThat(coding(path, "identity")).isEqualTo("none");
        assertThat(coding("/", "gzip")).isEqualTo("none");
        assertThat(server.get(path, "Accept-Encoding", "br").body()).isEqualTo("brotli");
    }

    @Test
    void sendsNothingThatTheClientHas() {
        var first = server.get("/assets/app-1a2b.js", "Accept-Encoding", "gzip");
        String etag = first.headers().firstValue("etag").orElseThrow();
        assertThat(etag).startsWith("\"").endsWith("-gzip\"");

        var again = server.get("/assets/app-1a2b.js", "Accept-Encoding", "gzip", "If-None-Match", "\"old\", " + etag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("etag")).contains(etag);

        var other = server.get("/assets/app-1a2b.js", "If-None-Match", etag);
        assertThat(other.statusCode()).isEqualTo(200);
    }

    @Test
    void saysHowToBuildThePageWhenThereIsNone() {
        try (HttpTestServer bare = HttpTestServer.start()) {
            assertThat(bare.get("/").body()).contains("./chorale build");
        }
    }

    private String coding(String path, String accepted) {
        return server.get(path, "Accept-Encoding", accepted)
                .headers()
                .firstValue("content-encoding")
                .orElse("none");
    }
}
