package io.chorale.app.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The table of {@code docs/reliability.md}: each run replaces its own line and leaves the rest of the page alone. */
final class Matrix {
    private static final Path PAGE = Path.of("..", "docs", "reliability.md");
    private static final String FIRST = "<!-- matrix: written by FaultMatrixIT -->";
    private static final String LAST = "<!-- end of matrix -->";
    private static final String HEAD = """
            | fault | lost | doubled | out of order | longest gap | resumed | reloaded | from the database | posts repeated | presence | left of the dead | messages × clients |
            |---|--:|--:|--:|--:|--:|--:|--:|--:|---|---|--:|
            """;

    private Matrix() {}

    static void write(Row row, Scale scale, Run.Result result) throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(FIRST);
        int to = page.indexOf(LAST);
        if (from < 0 || to < from) {
            throw new IOException(PAGE + " lacks the marks " + FIRST + " and " + LAST);
        }
        Map<Row, String> lines = lines(page.substring(from, to));
        lines.put(row, line(row, scale, result));
        String table = HEAD + lines.values().stream().map(line -> line + "\n").collect(Collectors.joining());
        Files.writeString(PAGE, page.substring(0, from) + FIRST + "\n\n" + table + "\n" + page.substring(to));
    }

    private static Map<Row, String> lines(String section) {
        Map<Row, String> lines = new EnumMap<>(Row.class);
        List<String> all = section.lines().toList();
        for (Row row : Row.values()) {
            all.stream()
                    .filter(line -> line.startsWith("| " + row.title() + " |"))
                    .findFirst()
                    .ifPresent(line -> lines.put(row, line));
        }
        return lines;
    }

    private static String line(Row row, Scale scale, Run.Result result) {
        Verdict verdict = result.verdict();
        return "| %s | %d | %d | %d | %.1f s | %d | %d | %d | %d | %s | %s | %d × %d |"
                .formatted(
                        row.title(),
                        verdict.lost() + verdict.unstored(),
                        verdict.doubled(),
                        verdict.outOfOrder(),
                        verdict.gapMillis() / 1000.0,
                        verdict.resumed(),
                        verdict.reloads(),
                        verdict.fromDatabase(),
                        result.repeatedPosts(),
                        result.presence(),
                        result.leftOver().isEmpty() ? "nothing" : String.join(" ", result.leftOver()),
                        verdict.stored(),
                        scale.clients());
    }
}
