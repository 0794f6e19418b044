package io.chorale.config;

import java.util.List;

/**
 * Settings that can work, and how they came about. Immutable.
 *
 * @param values one for each variable of the catalogue, in its order
 * @param warnings what works but is probably not meant
 */
public record LoadedConfiguration(Settings settings, List<EffectiveValue> values, List<Problem> warnings) {
    public LoadedConfiguration {
        values = List.copyOf(values);
        warnings = List.copyOf(warnings);
    }

    /** The effective settings as a table for a terminal. */
    public String table() {
        int names = values.stream()
                .mapToInt(v -> v.variable().name().length())
                .max()
                .orElse(0);
        int texts = Math.min(
                60, values.stream().mapToInt(v -> v.value().length()).max().orElse(0));
        StringBuilder table = new StringBuilder();
        Topic topic = null;
        for (EffectiveValue value : values) {
            if (value.variable().topic() != topic) {
                topic = value.variable().topic();
                table.append(table.isEmpty() ? "" : "\n").append(topic.title()).append('\n');
            }
            table.append(("  %-" + names + "s  %-" + texts + "s  %s%n")
                    .formatted(value.variable().name(), value.value(), value.source()));
        }
        return table.toString();
    }
}
