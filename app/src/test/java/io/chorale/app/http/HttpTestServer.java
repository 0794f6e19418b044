package io.chorale.app.http;

import io.chorale.websocket.engineio.OriginPolicy;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/** A listener with the standard filters around the routes of a test, and clients that may be rude. */
final class HttpTestServer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final WebServer web;
    private final HttpClient client = HttpClient.newHttpClient();

    private HttpTestServer(WebServer web) {
        this.web = web;
    }

    static HttpTestServer start(List<String> origins, StaticFiles files, Routes... routes) {
        OriginPolicy policy = new OriginPolicy(() -> origins, peer -> false, Clock.systemUTC());
        Json json = new Json();
        StandardFilters filters =
                new StandardFilters(json, () -> "made-here", new TrustedProxies(List.of("127.0.0.1")), "/ws/socket.io");
        WebServer web = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .shutdownHook(false)
                .protocolsDiscoverServices(false)
                .directHandlers(ErrorResponses.unparsable())
                .addConnectionSelector(Http1ConnectionSelector.builder()
                        .config(Http1Config.builder()
                                .validateResponseHeaders(true)
                                .build())
                        .build())
                .routing(routing -> filters.register(
                        routing,
                        List.of(new CorsFilter(policy, () -> origins.contains("*"), "/ws/socket.io")),
                        List.of(routes),
                        new WebPage(files)))
                .build()
                .start();
        return new HttpTestServer(web);
    }

    static HttpTestServer start(Routes... routes) {
        return start(List.of("https://friend.example"), StaticFiles.fromClassPath("no-such-folder"), routes);
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + web.port() + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    /** Writes the text as it is and reads until the server closes. */
    String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), web.port())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        client.close();
        web.stop();
    }
}
