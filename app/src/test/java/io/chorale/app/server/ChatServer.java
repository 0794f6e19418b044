package io.chorale.app.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.chorale.config.ConfigurationLoader;
import io.chorale.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A whole server in this process, on a free port, and what tests say to it over HTTP. */
public final class ChatServer implements AutoCloseable {
    public static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Chorale chorale;

    private ChatServer(Chorale chorale) {
        this.chorale = chorale;
    }

    /** @param variables as in the environment, over an embedded database in the directory */
    public static ChatServer start(Path data, Map<String, String> variables) {
        return new ChatServer(Chorale.start(settings(data, variables)));
    }

    public static Settings settings(Path data, Map<String, String> variables) {
        Map<String, String> environment = new HashMap<>(
                Map.of("HOST", "127.0.0.1", "PORT", "0", "DATA_DIR", data.toString(), "SHUTDOWN_TIMEOUT", "4"));
        environment.putAll(variables);
        return new ConfigurationLoader(environment, data, Set.of("memory", "redis"), false)
                .load(List.of(), Optional.empty())
                .settings();
    }

    public String url() {
        return "http://127.0.0.1:" + chorale.port();
    }

    /** Of probes and metrics. */
    public String managementUrl() {
        return "http://127.0.0.1:" + chorale.managementPort();
    }

    /** @param body a missing node when there is none, or no JSON */
    public record Answer(int status, JsonNode body, Map<String, List<String>> headers) {
        public String detail() {
            return body.path("detail").asText();
        }

        public String header(String name) {
            return String.join(", ", headers.getOrDefault(name, List.of()));
        }

        public Answer expect(int expected) {
            if (status != expected) {
                throw new AssertionError("expected " + expected + ", not " + status + " " + body);
            }
            return this;
        }
    }

    public Answer get(String path, @Nullable String token) {
        return send("GET", path, token, null, Map.of());
    }

    public Answer post(String path, @Nullable String token, Object body) {
        return send("POST", path, token, body, Map.of());
    }

    public Answer delete(String path, String token) {
        return send("DELETE", path, token, null, Map.of());
    }

    public Answer send(
            String method, String path, @Nullable String token, @Nullable Object body, Map<String, String> headers) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
                    .timeout(Duration.ofSeconds(20))
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
            headers.forEach(request::header);
            if (token != null) {
                request.header("Authorization", "Bearer " + token);
            }
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    parse(response.body()),
                    response.headers().map());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** The first account of the server; returns the session object. */
    public JsonNode signUp(String name) {
        return post("/api/v1/auths/signup", null, form(name)).expect(200).body();
    }

    /** An account that an administrator makes and that signs in; returns the session object. */
    public JsonNode addAndSignIn(String adminToken, String name) {
        Map<String, String> form = new HashMap<>(form(name));
        form.put("role", "user");
        post("/api/v1/auths/add", adminToken, form).expect(200);
        return signIn(name).expect(200).body();
    }

    public Answer signIn(String name) {
        return post("/api/v1/auths/signin", null, Map.of("email", email(name), "password", "secret-" + name));
    }

    public static Map<String, String> form(String name) {
        return Map.of("name", name, "email", email(name), "password", "secret-" + name);
    }

    private static String email(String name) {
        return name.toLowerCase(java.util.Locale.ROOT) + "@example.org";
    }

    @Override
    public void close() {
        chorale.close();
        http.close();
    }
}
