package io.chorale.app.channels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chorale.app.accounts.Texts;
import io.chorale.app.http.ApiException;
import io.chorale.app.http.FieldProblem;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How long and of what shape things may be; an answer that says so when they are not. */
final class Limits {
    static final int CONTENT_BYTES = 64 * 1024;
    static final int JSON_BYTES = 64 * 1024;
    static final int NAME = 100;
    static final int DESCRIPTION = 2_000;
    static final int REACTION = 64;
    static final int REACTIONS_OF_A_MESSAGE = 50;
    static final int ID = 100;

    private Limits() {}

    static String channelName(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        if (name.isEmpty() || name.length() > NAME) {
            throw ApiException.invalid(FieldProblem.inBody("name", "A name has 1 to " + NAME + " characters"));
        }
        return name;
    }

    static @Nullable String atMost(int characters, String field, @Nullable String text) {
        if (text != null && text.length() > characters) {
            throw ApiException.invalid(
                    FieldProblem.inBody(field, "String should have at most " + characters + " characters"));
        }
        return text;
    }

    static String content(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > CONTENT_BYTES) {
            throw new ApiException(
                    Status.REQUEST_ENTITY_TOO_LARGE_413,
                    "A message has at most " + CONTENT_BYTES / 1024 + " KiB. Send longer texts in parts.");
        }
        return text;
    }

    /** An object, or nothing. */
    static @Nullable JsonNode object(String field, @Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        } else if (!value.isObject()) {
            throw ApiException.invalid(FieldProblem.inBody(field, "Input should be a valid dictionary"));
        } else if (value.toString().length() > JSON_BYTES) {
            throw new ApiException(
                    Status.REQUEST_ENTITY_TOO_LARGE_413, field + " has at most " + JSON_BYTES / 1024 + " KiB");
        }
        return value;
    }

    /** The old members with the new ones over them. */
    static @Nullable JsonNode merged(String field, @Nullable JsonNode old, @Nullable JsonNode fresh) {
        if (old instanceof ObjectNode base && fresh instanceof ObjectNode over) {
            return object(field, base.deepCopy().setAll(over));
        }
        return fresh == null || fresh.isNull() ? old : object(field, fresh);
    }

    static ApiException notFound() {
        return new ApiException(Status.NOT_FOUND_404, Texts.NOT_FOUND);
    }

    static ApiException forbidden() {
        return new ApiException(Status.FORBIDDEN_403, Texts.SOMETHING_WRONG);
    }

    static ApiException wrong() {
        return new ApiException(Status.BAD_REQUEST_400, Texts.SOMETHING_WRONG);
    }
}
