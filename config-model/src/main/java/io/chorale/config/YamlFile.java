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

    /** @param items one for a scalar, each for a list */
    record Entry(List<String> items, int line) {}

    /** @throws IllegalArgumentException with place and reason when it is not YAML, or no mapping */
    static YamlFile parse(String text) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        try (Reader reader = new StringReader(text)) {
            Node root = new Yaml(new LoaderOptions()).compose(reader);
            if (root instanceof MappingNode mapping) {
                collect(mapping, "", entries);
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

    private static void collect(MappingNode mapping, String prefix, Map<String, Entry> entries) {
        for (NodeTuple tuple : mapping.getValue()) {
            String key = prefix + (tuple.getKeyNode() instanceof ScalarNode name ? name.getValue() : "?");
            int line = tuple.getKeyNode().getStartMark().getLine() + 1;
            switch (tuple.getValueNode()) {
                case MappingNode child -> collect(child, key + ".", entries);
                case SequenceNode list -> entries.put(key, new Entry(items(list), line));
                case ScalarNode scalar -> entries.put(key, new Entry(List.of(scalar.getValue()), line));
                default -> throw new IllegalArgumentException("line " + line + ": " + key + " has no plain value");
            }
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
