package io.chorale.app.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/**
 * One setting that changes while the server runs. Immutable.
 *
 * @param name as Open WebUI has it, also after {@code P:config:} in Redis
 * @param standard the value as JSON while nothing is saved
 * @param secret sealed in the database, masked in answers, and kept out of Redis
 * @param start reads the text of a variable; what it returns is still to be checked by {@code reader}
 * @param reader JSON to value; throws IllegalArgumentException with a sentence that says what is possible
 */
public record LiveSetting<T>(
        String name,
        String variable,
        Type type,
        String description,
        JsonNode standard,
        boolean secret,
        Function<String, JsonNode> start,
        Function<JsonNode, T> reader) {

    /** How a form shows it. */
    public enum Type {
        FLAG,
        TEXT,
        CHOICE,
        LIST,
        OBJECT
    }

    /** @throws InvalidSettingException for JSON that is no such value */
    T read(JsonNode json) {
        try {
            return reader.apply(json);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(name, name + ": " + e.getMessage());
        }
    }

    /** What the text of a variable means. */
    JsonNode ofText(String text) {
        try {
            JsonNode json = start.apply(text);
            read(json);
            return json;
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(variable, variable + ": " + e.getMessage());
        }
    }

    LiveSetting<T> asSecret() {
        return new LiveSetting<>(name, variable, type, description, standard, true, start, reader);
    }

    LiveSetting<T> fromVariable(String other) {
        return new LiveSetting<>(name, other, type, description, standard, secret, start, reader);
    }
}
