package io.chorale.app.administration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.chorale.app.accounts.Gate;
import io.chorale.app.http.Json;
import io.chorale.app.http.Routes;
import io.chorale.app.settings.LiveCatalogue;
import io.chorale.app.settings.LiveSetting;
import io.chorale.app.settings.LiveSettings;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code /api/v1/configs} and {@code /openai/config} as existing clients know them. Their forms have no revision, so the
 * last one wins; the audit has both. Secrets are masked in every answer, the export included. Safe for many threads.
 */
public final class ConfigRoutes implements Routes {
    private static final String BASE = "/api/v1/configs";
    private static final List<LiveSetting<?>> MODELS = List.of(LiveCatalogue.DEFAULT_MODELS, LiveCatalogue.MODEL_ORDER);
    private static final List<LiveSetting<?>> SERVERS = List.of(
            LiveCatalogue.MODELS_ENABLED,
            LiveCatalogue.MODEL_URLS,
            LiveCatalogue.MODEL_KEYS,
            LiveCatalogue.MODEL_CONFIGS);

    private final Json json;
    private final Gate gate;
    private final LiveSettings settings;

    public ConfigRoutes(Json json, Gate gate, LiveSettings settings) {
        this.json = json;
        this.gate = gate;
        this.settings = settings;
    }

    @Override
    public void register(HttpRules rules) {
        rules.get(BASE + "/banners", (request, response) -> {
            gate.verified(request);
            json.send(response, settings.get(LiveCatalogue.BANNERS));
        });
        rules.post(
                BASE + "/banners", (request, response) -> member(request, response, "banners", LiveCatalogue.BANNERS));
        rules.post(
                BASE + "/suggestions",
                (request, response) -> member(request, response, "suggestions", LiveCatalogue.SUGGESTIONS));
        form(rules, BASE + "/models", BASE + "/models", MODELS);
        form(rules, "/openai/config", "/openai/config/update", SERVERS);
        rules.get(BASE + "/export", (request, response) -> {
            gate.admin(request);
            json.send(response, export());
        });
        rules.post(BASE + "/import", this::importAll);
    }

    private void member(ServerRequest request, ServerResponse response, String member, LiveSetting<JsonNode> setting) {
        var author = LiveSettingsRoutes.author(gate.admin(request));
        JsonNode value = json.read(request, JsonNode.class).path(member);
        settings.save(author, "form of " + member, Map.of(setting.name(), Optional.of(value)), OptionalLong.empty());
        json.send(response, settings.get(setting));
    }

    private void form(HttpRules rules, String read, String write, List<LiveSetting<?>> shown) {
        rules.get(read, (request, response) -> {
            gate.admin(request);
            json.send(response, values(shown));
        });
        rules.post(write, (request, response) -> {
            var author = LiveSettingsRoutes.author(gate.admin(request));
            JsonNode form = json.read(request, JsonNode.class);
            Map<String, Optional<JsonNode>> changes = new HashMap<>();
            for (LiveSetting<?> setting : shown) {
                JsonNode value = form.path(setting.name());
                if (!value.isMissingNode() && !value.isNull()) {
                    changes.put(setting.name(), Optional.of(value));
                }
            }
            settings.save(author, "form " + write, changes, OptionalLong.empty());
            json.send(response, values(shown));
        });
    }

    private Map<String, Object> values(List<LiveSetting<?>> shown) {
        Map<String, Object> values = new LinkedHashMap<>();
        shown.forEach(setting -> values.put(setting.name(), settings.masked(setting)));
        return values;
    }

    /** What is saved; a setting at its default is left out, so that importing it elsewhere leaves that alone. */
    private Map<String, Object> export() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("version", 0);
        LiveCatalogue.all().stream()
                .filter(setting -> settings.current().isSaved(setting))
                .forEach(setting -> all.put(setting.name(), settings.masked(setting)));
        return all;
    }

    private record ImportForm(JsonNode config) {}

    /** Itself, and not the masks of an export. */
    private static boolean hasSecrets(JsonNode value) {
        return value.isArray() && !value.toString().contains(LiveSettings.MASK);
    }

    /** All of it or nothing; what the export does not name goes back to its default, secrets excepted. */
    private void importAll(ServerRequest request, ServerResponse response) {
        var author = LiveSettingsRoutes.author(gate.admin(request));
        JsonNode config = json.read(request, ImportForm.class).config();
        Map<String, Optional<JsonNode>> changes = new HashMap<>();
        LiveCatalogue.all().stream()
                .filter(setting -> !setting.secret() || hasSecrets(config.path(setting.name())))
                .forEach(setting -> changes.put(
                        setting.name(),
                        Optional.of(config.path(setting.name()))
                                .filter(value -> !value.isMissingNode() && !(value instanceof NullNode))));
        settings.save(author, "import", changes, OptionalLong.empty());
        json.send(response, export());
    }
}
