package io.chorale.app.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * JSON bodies, by Jackson alone. Names are snake_case on the wire and camelCase in records; absent optional values are
 * null on the wire. Text is never taken for a number or the other way round. Safe for use by many threads.
 */
public final class Json {
    /** Bytes of a request body that are read when the route does not say otherwise. */
    public static final int BODY_LIMIT = 1024 * 1024;

    private static final String CONTENT_TYPE = "application/json";
    private static final int MAX_DEPTH = 100;
    private static final int BUFFER = 8 * 1024;
    /** For a whole body. */
    private static final Duration BODY_TIME = Duration.ofSeconds(60);

    private final JsonMapper mapper = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, null))
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .withCoercionConfig(LogicalType.Textual, textual -> {
                textual.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                textual.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                textual.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
            })
            .build();
    private final BodyBinder binder = new BodyBinder(mapper);

    public Json() {
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build());
    }

    /** For JSON that is no HTTP body (columns, attributes, events). */
    public ObjectMapper mapper() {
        return mapper;
    }

    /**
     * Reads the body into a record, at most {@link #BODY_LIMIT} bytes.
     *
     * <p>A component that is neither {@code @Nullable} nor {@code Optional} nor primitive must be there and not null.
     * Members that the record does not name are ignored.
     *
     * @throws ApiException 422 that lists everything missing or of the wrong type, 413 when the body is too long
     */
    public <T> T read(ServerRequest request, Class<T> type) {
        return read(request, type, BODY_LIMIT);
    }

    /** @param limit bytes, at most */
    public <T> T read(ServerRequest request, Class<T> type, int limit) {
        byte[] body = bytes(request, limit);
        final JsonNode tree;
        try {
            tree = mapper.readTree(body);
        } catch (JsonProcessingException e) {
            long offset = e.getLocation() == null ? 0 : e.getLocation().getByteOffset();
            throw ApiException.invalid(
                    new FieldProblem("json_invalid", List.of("body", offset), "JSON decode error", null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return binder.bind(tree, type);
    }

    public void send(ServerResponse response, Object value) {
        byte[] body;
        try {
            body = mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
        }
        response.header(HeaderNames.CONTENT_TYPE, CONTENT_TYPE);
        response.send(body);
    }

    public void send(ServerResponse response, Status status, Object value) {
        response.status(status);
        send(response, value);
    }

    void sendDetail(ServerResponse response, Status status, Object detail) {
        send(response, status, Map.of("detail", detail));
    }

    /** Ends a body that trickles in: one byte now and then would pass every limit on silence. */
    private static byte[] bytes(ServerRequest request, int limit) {
        long end = System.nanoTime() + BODY_TIME.toNanos();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (!request.content().hasEntity()) {
            return body.toByteArray();
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] part = new byte[BUFFER];
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                body.write(part, 0, read);
                if (body.size() > limit) {
                    throw new ApiException(
                            Status.REQUEST_ENTITY_TOO_LARGE_413, "The request body is longer than " + limit + " bytes");
                } else if (System.nanoTime() - end > 0) {
                    throw new CloseConnectionException("the body took longer than " + BODY_TIME);
                }
            }
            return body.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
