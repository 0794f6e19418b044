package io.chorale.config;

import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A YAML file as dotted keys with their texts and lines. Only the structure is read; no tag ever makes an object.
 *
 * @param entries in the order of the file
 */
record YamlFile(Map<String, Entry> entries) {
    private static final int DEEPEST = 10;
    private static final int MOST = 1_000;

    /** @param items one for a scalar, each for a list */
    record Entry(List<String> items, int line) {}

    /** @throws IllegalArgumentException with place and reason when it is not YAML, or no mapping */
    static YamlFile parse(String text) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        try (Reader reader = new StringReader(text)) {
            Node root = new Yaml(new LoaderOptions()).compose(reader);
            if (root instanceof MappingNode mapping) {
                collect(mapping, "", entries, DEEPEST);
            } else if (root != null) {
                throw new IllegalArgumentException("line 1: it must consist of 'key: value' lines");
            }
        } catch (YAMLException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return new YamlFile(entries);
    }

    private static void collect(MappingNode mapping, String prefix, Map<String, Entry> entries, int depth) {
        for (NodeTuple tuple : mapping.getValue()) {
            String key = prefix + (tuple.getKeyNode() instanceof ScalarNode name ? name.getValue() : "?");
            int line = tuple.getKeyNode().getStartMark().getLine() + 1;
            if (depth == 0) {
                // Also the end of a mapping that contains itself by way of an alias.
                throw new IllegalArgumentException("line " + line + ": it is nested more than " + DEEPEST + " deep");
            }
            switch (tuple.getValueNode()) {
                case MappingNode child -> collect(child, key + ".", entries, depth - 1);
                case SequenceNode list -> add(entries, key, new Entry(items(list), line));
                case ScalarNode scalar -> add(entries, key, new Entry(List.of(scalar.getValue()), line));
                default -> throw new IllegalArgumentException("line " + line + ": " + key + " has no plain value");
            }
        }
    }

    /** The same key twice would silently mean the later one (YAML 1.2 section 3.2.1.3 wants keys to be unique). */
    private static void add(Map<String, Entry> entries, String key, Entry entry) {
        Entry earlier = entries.putIfAbsent(key, entry);
        if (earlier != null) {
            throw new IllegalArgumentException(
                    "line " + entry.line() + ": " + key + " stands in line " + earlier.line() + " already");
        }
        if (entries.size() > MOST) {
            throw new IllegalArgumentException("line " + entry.line() + ": it has more than " + MOST + " keys");
        }
    }

    private static List<String> items(SequenceNode list) {
        List<String> items = new ArrayList<>();
        for (Node item : list.getValue()) {
            items.add(item instanceof ScalarNode scalar ? scalar.getValue() : "?");
        }
        return items;
    }
}
