package io.chorale.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Loads settings in tests from nothing but what the test says. */
final class Loading {
    private static final Set<String> MANAGERS = Set.of("memory", "redis");

    private final Map<String, String> environment = new TreeMap<>();
    private Path directory = Path.of("/nonexistent");
    private boolean inContainer;

    static Loading with(String... namesAndValues) {
        Loading loading = new Loading();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            loading.environment.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return loading;
    }

    Loading in(Path workingDirectory) {
        directory = workingDirectory;
        return this;
    }

    Loading inContainer() {
        inContainer = true;
        return this;
    }

    LoadedConfiguration load(String... sets) {
        return loader().load(List.of(sets), Optional.empty());
    }

    LoadedConfiguration loadFile(Path file) {
        return loader().load(List.of(), Optional.of(file));
    }

    Settings settings() {
        return load().settings();
    }

    private ConfigurationLoader loader() {
        return new ConfigurationLoader(environment, directory, MANAGERS, inContainer);
    }

    List<Problem> problems() {
        try {
            load();
            return List.of();
        } catch (InvalidConfigurationException e) {
            return e.problems();
        }
    }
}
