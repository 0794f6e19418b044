package io.chorale.app.administration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.chorale.app.accounts.Gate;
import io.chorale.app.accounts.User;
import io.chorale.app.http.Json;
import io.chorale.app.http.Queries;
import io.chorale.app.http.Routes;
import io.chorale.app.settings.Author;
import io.chorale.app.settings.LiveCatalogue;
import io.chorale.app.settings.LiveSetting;
import io.chorale.app.settings.LiveSettings;
import io.chorale.app.settings.SettingsModule;
import io.chorale.app.settings.SettingsSnapshot;
import io.chorale.app.settings.StaleSettingsException;
import io.helidon.http.Status;
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
 * {@code /api/v1/configs/live}: all live settings with their revisions, saved only over the revision that the form was
 * made from; the audit; the way back. Safe for many threads.
 */
public final class LiveSettingsRoutes implements Routes {
    private static final String BASE = "/api/v1/configs/live";
    private static final int PAGE = 50;

    private final Json json;
    private final Gate gate;
    private final SettingsModule module;
    private final LiveSettings settings;

    public LiveSettingsRoutes(Json json, Gate gate, SettingsModule module) {
        this.json = json;
        this.gate = gate;
        this.module = module;
        this.settings = module.settings();
    }

    @Override
    public void register(HttpRules rules) {
        rules.get(BASE, this::list);
        rules.post(BASE, this::save);
        rules.get(BASE + "/history", this::history);
        rules.post(BASE + "/rollback", this::rollBack);
    }

    private void list(ServerRequest request, ServerResponse response) {
        gate.admin(request);
        json.send(response, view(settings.current()));
    }

    private Map<String, Object> view(SettingsSnapshot now) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("revision", now.revision());
        view.put("mirrored", module.isMirrored());
        view.put("replicas", module.replicas());
        view.put(
                "settings",
                LiveCatalogue.all().stream().map(setting -> one(setting, now)).toList());
        return view;
    }

    private Map<String, Object> one(LiveSetting<?> setting, SettingsSnapshot now) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("name", setting.name());
        one.put("type", setting.type().name().toLowerCase(java.util.Locale.ROOT));
        one.put("description", setting.description());
        one.put("variable", setting.variable());
        one.put("live", true);
        one.put("secret", setting.secret());
        one.put("default", setting.standard());
        one.put("value", settings.masked(setting, now));
        one.put("is_default", !now.isSaved(setting));
        one.put("revision", now.revision(setting));
        one.put("problem", now.unreadable().get(setting.name()));
        return one;
    }

    /** @param revision that the values were read at */
    private record SaveForm(long revision, Map<String, JsonNode> changes) {}

    private void save(ServerRequest request, ServerResponse response) {
        Author author = author(gate.admin(request));
        SaveForm form = json.read(request, SaveForm.class);
        Map<String, Optional<JsonNode>> changes = new HashMap<>();
        form.changes()
                .forEach((name, value) -> changes.put(
                        name, value == null || value instanceof NullNode ? Optional.empty() : Optional.of(value)));
        try {
            json.send(response, view(settings.save(author, "form", changes, OptionalLong.of(form.revision()))));
        } catch (StaleSettingsException e) {
            json.send(response, Status.CONFLICT_409, newer(e));
        }
    }

    private Map<String, Object> newer(StaleSettingsException stale) {
        SettingsSnapshot newer = stale.newer();
        List<Map<String, Object>> values = stale.names().stream()
                .flatMap(name -> LiveCatalogue.find(name).stream())
                .map(setting -> one(setting, newer))
                .toList();
        return Map.of(
                "detail",
                "Somebody else has changed " + String.join(", ", stale.names())
                        + " in the meantime. Look at the newer values and save again.",
                "revision",
                newer.revision(),
                "newer",
                values);
    }

    private void history(ServerRequest request, ServerResponse response) {
        gate.admin(request);
        long before = Queries.number(request, "before", Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
        json.send(response, Map.of("revisions", settings.audit(before, PAGE)));
    }

    private record RollbackForm(long revision) {}

    private void rollBack(ServerRequest request, ServerResponse response) {
        Author author = author(gate.admin(request));
        json.send(
                response,
                view(settings.rollBack(
                        author, json.read(request, RollbackForm.class).revision())));
    }

    static Author author(User admin) {
        return new Author(admin.id(), admin.name());
    }
}
