package io.chorale.app.settings;

import com.fasterxml.jackson.databind.JsonNode;
import io.chorale.config.Catalogue;
import io.chorale.config.LiveDefaults;
import io.chorale.config.Variable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What variables say of live settings at the start: first values, unless ENABLE_PERSISTENT_CONFIG is false. */
final class StartValues {
    private static final Logger LOG = LoggerFactory.getLogger(StartValues.class);
    private static final Set<String> VARIABLES =
            Catalogue.all().stream().filter(Variable::live).map(Variable::name).collect(Collectors.toUnmodifiableSet());

    private final LiveDefaults defaults;

    StartValues(LiveDefaults defaults) {
        this.defaults = defaults;
    }

    /**
     * What is to be saved. Says in the log which one counts where a variable and the database differ.
     *
     * @throws RefusedStartException for a text that the setting cannot have
     */
    Map<String, Optional<JsonNode>> changes(SettingsSnapshot saved) {
        Map<String, Optional<JsonNode>> changes = new HashMap<>();
        for (LiveSetting<?> setting : LiveCatalogue.all()) {
            Optional<JsonNode> given = given(setting);
            boolean differs = given.isPresent() != saved.isSaved(setting)
                    || given.filter(json -> !json.equals(saved.json(setting))).isPresent();
            if (!differs) {
                continue;
            } else if (defaults.reset()) {
                changes.put(setting.name(), given);
            } else if (!defaults.persistent()) {
                if (VARIABLES.contains(setting.variable())) {
                    tell(setting, given, saved, "the variable counts (ENABLE_PERSISTENT_CONFIG=false)");
                    changes.put(setting.name(), given);
                }
            } else if (given.isPresent() && saved.revision(setting) == 0) {
                changes.put(setting.name(), given);
            } else if (given.isPresent()) {
                tell(setting, given, saved, "the saved value counts (ENABLE_PERSISTENT_CONFIG=true)");
            }
        }
        return changes;
    }

    private Optional<JsonNode> given(LiveSetting<?> setting) {
        return defaults.find(setting.variable()).map(given -> {
            try {
                return setting.ofText(given.text());
            } catch (InvalidSettingException e) {
                throw new RefusedStartException(
                        "SET-005",
                        e.getMessage() + " (" + given.source() + ")",
                        "the setting would have a value that the server cannot use",
                        "correct " + setting.variable() + ", or remove it and set it on the page");
            }
        });
    }

    private static void tell(LiveSetting<?> setting, Optional<JsonNode> given, SettingsSnapshot saved, String counts) {
        if (setting.secret()) {
            LOG.info("{}: variable and saved value differ; {}", setting.variable(), counts);
            return;
        }
        LOG.info(
                "{}: variable={}, saved={}; {}",
                setting.variable(),
                given.map(JsonNode::toString).orElse("not set"),
                saved.json(setting),
                counts);
    }
}
