package io.chorale.fatjar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/** What several jars bring under one name, becoming one entry. Keeps the order of the class path. For one thread. */
sealed interface Merge {

    void add(byte[] content) throws IOException;

    byte[] merged() throws IOException;

    /** Provider lists: each line once, comments dropped. */
    final class Lines implements Merge {
        private final Set<String> lines = new LinkedHashSet<>();

        @Override
        public void add(byte[] content) {
            for (String line : text(content).split("\\R")) {
                String name = line.replaceFirst("#.*", "").strip();
                if (!name.isEmpty()) {
                    lines.add(name);
                }
            }
        }

        @Override
        public byte[] merged() {
            return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        }
    }

    /** JSON arrays: all elements, each once. */
    final class JsonArrays implements Merge {
        private static final ObjectMapper JSON = new ObjectMapper();
        private final Set<JsonNode> elements = new LinkedHashSet<>();

        @Override
        public void add(byte[] content) throws IOException {
            JsonNode array = JSON.readTree(content);
            if (!array.isArray()) {
                throw new IOException("expected a JSON array, not " + array.getNodeType());
            }
            array.forEach(elements::add);
        }

        @Override
        public byte[] merged() throws IOException {
            ArrayNode array = JSON.createArrayNode().addAll(elements);
            return JSON.writeValueAsBytes(array);
        }
    }

    /** Licences and notices: each text once, one after the other. */
    final class Texts implements Merge {
        private static final String SEPARATOR = "\n\n" + "-".repeat(80) + "\n\n";
        private final Set<String> texts = new LinkedHashSet<>();

        @Override
        public void add(byte[] content) {
            texts.add(text(content).replace("\r\n", "\n").strip());
        }

        @Override
        public byte[] merged() {
            return (String.join(SEPARATOR, texts) + "\n").getBytes(StandardCharsets.UTF_8);
        }
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }
}
