package io.chorale.websocket.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** HTTP/1.1 as a client writes it, one request at a time on one connection. Used by one thread. */
public final class RawHttp implements AutoCloseable {
    private final RawConnection connection;

    /** @param headers lower-case name to values */
    public record Answer(int status, Map<String, List<String>> headers, byte[] body) {
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** The only value of a header; empty when there is none. */
        public String header(String name) {
            return String.join(" | ", headers.getOrDefault(name, List.of()));
        }
    }

    private RawHttp(RawConnection connection) {
        this.connection = connection;
    }

    public static RawHttp to(int port) {
        return new RawHttp(RawConnection.to(port));
    }

    public static RawHttp over(RawConnection connection) {
        return new RawHttp(connection);
    }

    public RawConnection connection() {
        return connection;
    }

    /** One request on a connection of its own. */
    public static Answer exchange(int port, String method, String target, String body, String... headers) {
        try (RawHttp http = to(port)) {
            return http.send(method, target, body, headers).answer();
        }
    }

    public RawHttp send(String method, String target, String body, String... headers) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        List<String> all = new ArrayList<>(List.of(headers));
        if (all.stream().noneMatch(header -> header.toLowerCase(Locale.ROOT).startsWith("host:"))) {
            all.add("Host: localhost");
        }
        if (bytes.length > 0 || method.equals("POST")) {
            all.add("Content-Length: " + bytes.length);
        }
        all.forEach(header -> head.append(header).append("\r\n"));
        connection.send(head.append("\r\n") + body);
        return this;
    }

    public Answer answer() {
        String statusLine = connection.readLine();
        int status = Integer.parseInt(statusLine.split(" ")[1]);
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line = connection.readLine(); !line.isEmpty(); line = connection.readLine()) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return new Answer(status, headers, body(status, headers));
    }

    private byte[] body(int status, Map<String, List<String>> headers) {
        if (headers.containsKey("content-length")) {
            return connection.read(
                    Integer.parseInt(headers.get("content-length").getFirst()));
        }
        if (status == 101 || status == 204 || !headers.containsKey("transfer-encoding")) {
            return new byte[0];
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.writeBytes(connection.read(size));
            connection.readLine();
        }
        connection.readLine();
        return body.toByteArray();
    }

    private int chunkSize() {
        return Integer.parseInt(connection.readLine(), 16);
    }

    @Override
    public void close() {
        connection.close();
    }
}
