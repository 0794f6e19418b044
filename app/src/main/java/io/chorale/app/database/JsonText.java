package io.chorale.app.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** JSON in text columns. Safe for use by many threads. */
public final class JsonText {
    private final ObjectMapper mapper;

    public JsonText(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    public @Nullable JsonNode read(@Nullable String column) {
        try {
            return column == null ? null : mapper.readTree(column);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a column holds no JSON", e);
        }
    }

    public @Nullable String write(@Nullable JsonNode value) {
        return value == null || value.isNull() ? null : value.toString();
    }
}
