package io.chorale.config;

import java.util.Map;
import java.util.Optional;

/**
 * What the start says of live settings. Immutable.
 *
 * @param given live variables that were set to something else than their default, by name
 * @param persistent what is saved in the database wins over {@code given} (ENABLE_PERSISTENT_CONFIG)
 * @param reset what is saved is forgotten at the start (RESET_CONFIG_ON_START)
 */
public record LiveDefaults(Map<String, Given> given, boolean persistent, boolean reset) {
    public LiveDefaults {
        given = Map.copyOf(given);
    }

    /**
     * A value as text.
     *
     * @param source {@code variable ENABLE_SIGNUP}, {@code chorale.yaml:14}, {@code --set}
     */
    public record Given(String text, String source) {
        /** Without the text, which may be a secret. */
        @Override
        public String toString() {
            return "Given[" + source + "]";
        }
    }

    public Optional<Given> find(String name) {
        return Optional.ofNullable(given.get(name));
    }
}
