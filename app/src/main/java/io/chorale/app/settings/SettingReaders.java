package io.chorale.app.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The kinds of live settings. Each one's reader throws IllegalArgumentException that says what is possible. */
final class SettingReaders {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> TRUE = List.of("true", "1", "yes", "on");
    private static final int MAX_TEXT = 10_000;
    private static final int MAX_ITEMS = 200;

    private SettingReaders() {}

    static LiveSetting<Boolean> flag(String name, boolean standard, String description) {
        return new LiveSetting<>(
                name,
                name,
                LiveSetting.Type.FLAG,
                description,
                BooleanNode.valueOf(standard),
                false,
                text -> BooleanNode.valueOf(TRUE.contains(text.strip().toLowerCase(Locale.ROOT))),
                json -> {
                    check(json.isBoolean(), json, "true or false");
                    return json.booleanValue();
                });
    }

    static LiveSetting<String> text(String name, String description) {
        return new LiveSetting<>(
                name,
                name,
                LiveSetting.Type.TEXT,
                description,
                TextNode.valueOf(""),
                false,
                TextNode::valueOf,
                json -> {
                    check(
                            json.isTextual() && json.textValue().length() <= MAX_TEXT,
                            json,
                            "a text of at most 10,000 characters");
                    return json.textValue();
                });
    }

    static LiveSetting<String> choice(String name, String standard, String description, String... choices) {
        List<String> known = List.of(choices);
        return new LiveSetting<>(
                name,
                name,
                LiveSetting.Type.CHOICE,
                description,
                TextNode.valueOf(standard),
                false,
                text -> TextNode.valueOf(text.strip().toLowerCase(Locale.ROOT)),
                json -> {
                    check(known.contains(json.textValue()), json, "one of " + String.join(", ", known));
                    return json.textValue();
                });
    }

    /** A list of texts, each at most 2,000 characters, at most 200. */
    static LiveSetting<List<String>> list(String name, String separator, String description) {
        return new LiveSetting<>(
                name,
                name,
                LiveSetting.Type.LIST,
                description,
                JsonNodeFactory.instance.arrayNode(),
                false,
                text -> split(text, separator),
                SettingReaders::texts);
    }

    /** One text on the wire, as Open WebUI has it, and a list for us. */
    static LiveSetting<List<String>> commaText(String name, String description) {
        return new LiveSetting<>(
                name,
                name,
                LiveSetting.Type.TEXT,
                description,
                TextNode.valueOf(""),
                false,
                TextNode::valueOf,
                json -> {
                    check(json.isTextual(), json, "a text with commas between the items");
                    return texts(split(json.textValue(), ","));
                });
    }

    private static JsonNode split(String text, String separator) {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        Arrays.stream(text.split(separator))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .forEach(items::add);
        return items;
    }

    static List<String> texts(JsonNode json) {
        check(json.isArray() && json.size() <= MAX_ITEMS, json, "a list of at most 200 texts");
        List<String> items = new ArrayList<>();
        for (JsonNode item : json) {
            check(item.isTextual() && item.textValue().length() <= 2_000, item, "a text of at most 2,000 characters");
            items.add(item.textValue());
        }
        return List.copyOf(items);
    }

    /** A list of objects that pages understand; each has the members. */
    static LiveSetting<JsonNode> objects(String name, String description, String... members) {
        return new LiveSetting<>(
                name,
                name,
                LiveSetting.Type.OBJECT,
                description,
                JsonNodeFactory.instance.arrayNode(),
                false,
                SettingReaders::parse,
                json -> {
                    check(json.isArray() && json.size() <= MAX_ITEMS, json, "a list of at most 200 objects");
                    for (JsonNode item : json) {
                        for (String member : members) {
                            check(item.has(member), item, "an object with " + String.join(", ", members));
                        }
                    }
                    return json;
                });
    }

    static LiveSetting<JsonNode> object(String name, String description) {
        return new LiveSetting<>(
                name,
                name,
                LiveSetting.Type.OBJECT,
                description,
                JsonNodeFactory.instance.objectNode(),
                false,
                SettingReaders::parse,
                json -> {
                    check(json.isObject(), json, "an object");
                    return json;
                });
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    static void check(boolean right, JsonNode seen, String possible) {
        if (!right) {
            String text = seen.toString();
            throw new IllegalArgumentException(
                    "it must be " + possible + ", not " + (text.length() > 100 ? text.substring(0, 100) + "…" : text));
        }
    }
}
