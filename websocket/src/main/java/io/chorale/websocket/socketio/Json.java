package io.chorale.websocket.socketio;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chorale.websocket.socketio.SocketIoMetrics.Count;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON in and out, with the limits of the server. Safe for use by many threads. */
final class Json {
    private final ObjectMapper mapper;
    private final ObjectReader reader;
    private final int maxAttachments;

    /** @param base settings of the application; default typing is switched off: clients must not choose classes */
    Json(ObjectMapper base, SocketIoLimits limits) {
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxNestingDepth(limits.jsonDepth())
                .maxNumberLength(limits.jsonNumberLength())
                .maxStringLength(limits.maxPayload())
                .maxNameLength(limits.maxPayload())
                .build();
        this.mapper = base.copy() // with a factory of its own
                .deactivateDefaultTyping()
                .disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
        mapper.getFactory().setStreamReadConstraints(constraints);
        this.reader = mapper.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        this.maxAttachments = limits.attachments();
    }

    ObjectMapper mapper() {
        return mapper;
    }

    ObjectNode emptyObject() {
        return mapper.createObjectNode();
    }

    /** Reads one array or object that fills the range. */
    JsonNode read(byte[] utf8, int offset, int length) throws MalformedPacketException {
        // Jackson would take a byte order mark, blanks, or zero bytes as a hint of UTF-16 or UTF-32
        if (length < 2 || (utf8[offset] != '[' && utf8[offset] != '{') || utf8[offset + 1] == 0) {
            throw new MalformedPacketException("the payload is neither array nor object");
        }
        try {
            return reader.readTree(utf8, offset, length);
        } catch (StreamConstraintsException e) {
            throw new MalformedPacketException(
                    Count.JSON_LIMITED, "the payload is nested too deeply, or has a number too long");
        } catch (IOException e) {
            throw new MalformedPacketException("the payload is no JSON");
        }
    }

    /** Writes the argument list of an event, {@code ["name",1]}. */
    Encoded event(String name, @Nullable Object... arguments) {
        ReservedEvents.check(name);
        return write(name, arguments);
    }

    /** Writes the argument list of an answer. */
    Encoded answer(@Nullable Object... arguments) {
        return write(null, arguments);
    }

    /** Reads JSON of a peer; what is no JSON is an empty object. */
    JsonNode tree(byte[] utf8) {
        try {
            return mapper.readTree(utf8);
        } catch (IOException e) {
            return emptyObject();
        }
    }

    /** Reads the answer of a client that came through a peer; nothing when it is none. */
    Optional<Arguments> answered(byte[] utf8, List<byte[]> attachments) {
        try {
            ArrayNode array = array(utf8);
            if (!attachments.isEmpty()) {
                AttachmentCollector.resolve(array, attachments);
            }
            return Optional.of(Arguments.ofAnswer(array, mapper));
        } catch (MalformedPacketException e) {
            return Optional.empty();
        }
    }

    ArrayNode array(byte[] utf8) throws MalformedPacketException {
        if (read(utf8, 0, utf8.length) instanceof ArrayNode array) {
            return array;
        }
        throw new MalformedPacketException("no array");
    }

    byte[] bytes(JsonNode node) {
        try {
            return mapper.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Encoded write(@Nullable String name, @Nullable Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        List<byte[]> attachments = new ArrayList<>(0);
        try (JsonGenerator generator =
                new AttachmentGenerator(mapper.getFactory().createGenerator(out), attachments)) {
            generator.setCodec(mapper);
            generator.writeStartArray();
            if (name != null) {
                generator.writeString(name);
            }
            for (Object argument : arguments) {
                mapper.writeValue(generator, argument);
            }
            generator.writeEndArray();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The arguments of " + (name == null ? "an answer" : "\"" + name + "\"")
                            + " cannot be written as JSON",
                    e);
        }
        if (attachments.size() > maxAttachments) {
            throw new IllegalArgumentException("The arguments of " + (name == null ? "an answer" : "\"" + name + "\"")
                    + " hold " + attachments.size() + " byte arrays; a Socket.IO client accepts at most "
                    + maxAttachments + " and drops its connection. Send them in several events.");
        }
        return new Encoded(out.toByteArray(), attachments);
    }

    /** @param json the argument list with placeholders for the attachments */
    @SuppressWarnings("ArrayRecordComponent") // identity is all that is needed
    record Encoded(byte[] json, List<byte[]> attachments) {}
}
