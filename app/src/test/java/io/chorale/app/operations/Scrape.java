package io.chorale.app.operations;

import io.chorale.app.server.ChatServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What {@code /metrics} answered. */
record Scrape(String text, String contentType) {
    static Scrape of(ChatServer server) {
        return of(server.managementUrl());
    }

    static Scrape of(String url) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(url + "/metrics"))
                            .timeout(Duration.ofSeconds(20))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return new Scrape(
                    response.body(),
                    response.headers().firstValue("content-type").orElse(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** @param series name with its labels, as it stands in the text */
    double value(String series) {
        return text.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no series " + series + " in\n" + text));
    }

    /** Families of ours, name to type. */
    Map<String, String> types() {
        return comments("# TYPE ");
    }

    Map<String, String> helps() {
        return comments("# HELP ");
    }

    private Map<String, String> comments(String start) {
        return text.lines()
                .filter(line -> line.startsWith(start + "chorale_"))
                .map(line -> line.substring(start.length()).split(" ", 2))
                .collect(Collectors.toMap(words -> words[0], words -> words[1], (a, b) -> a, TreeMap::new));
    }
}
