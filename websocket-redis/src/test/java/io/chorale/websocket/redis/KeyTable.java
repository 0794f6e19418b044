package io.chorale.websocket.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The tables of {@code docs/redis-keys.md}. */
final class KeyTable {
    private static final Path PAGE = Path.of("..", "docs", "redis-keys.md");

    private KeyTable() {}

    /** @param type empty for a channel */
    record Row(String name, Pattern pattern, String type, String lives) {
        boolean matches(String key, String prefix) {
            return key.startsWith(prefix + ":")
                    && pattern.matcher(key.substring(prefix.length() + 1)).matches();
        }

        boolean hasTimeToLive() {
            return !lives.startsWith("for ever");
        }
    }

    static List<Row> read() {
        try {
            return Files.readAllLines(PAGE).stream()
                    .filter(line -> line.startsWith("| `P:"))
                    .map(KeyTable::row)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Optional<Row> find(String key, String prefix) {
        return read().stream().filter(row -> row.matches(key, prefix)).findFirst();
    }

    private static Row row(String line) {
        List<String> cells = Arrays.stream(line.split("\\|")).map(String::strip).toList();
        String name = cells.get(1).replace("`", "");
        boolean channel = cells.size() < 8;
        return new Row(name, pattern(name.substring(2)), channel ? "" : cells.get(3), channel ? "" : cells.get(5));
    }

    private static Pattern pattern(String name) {
        return Pattern.compile(
                Arrays.stream(name.split("<[^>]+>", -1)).map(Pattern::quote).collect(Collectors.joining(".+")));
    }
}
