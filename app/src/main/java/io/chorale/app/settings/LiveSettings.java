package io.chorale.app.settings;

import com.fasterxml.jackson.databind.JsonNode;
import io.chorale.app.database.Database;
import io.chorale.config.Secret;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live settings of this replica. Reading one is a read of memory; saving is a transaction of the database, which is
 * the truth, so it works while Redis is away. Safe for use by many threads.
 *
 * <p>A revision is applied as a whole and never before the one below it: what is applied is the state of the database at
 * one moment, and only when it is newer than what is here.
 */
public final class LiveSettings {
    private static final Logger LOG = LoggerFactory.getLogger(LiveSettings.class);
    /** How the mask of a secret begins. */
    public static final String MASK = SecretMasks.STARS;

    private static final int MAX_CHARACTERS = 256 * 1024;

    private final Database database;
    private final Clock clock;
    private final SecretBox box;
    private final SecretMasks masks;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** Held while the database is read and the answer applied: an older answer must not replace a newer one. */
    private final Object applying = new Object();

    private volatile SettingsSnapshot current;

    LiveSettings(Database database, Secret secret, Clock clock) {
        this.database = database;
        this.box = new SecretBox(secret);
        this.masks = new SecretMasks(secret);
        this.clock = clock;
        this.current = snapshot(database.read(SettingsTable::read));
    }

    public <T> T get(LiveSetting<T> setting) {
        return current.get(setting);
    }

    public SettingsSnapshot current() {
        return current;
    }

    /** As a transaction sees them, which may be newer than {@link #current}. */
    public SettingsSnapshot within(Handle handle) {
        return snapshot(SettingsTable.read(handle));
    }

    /** @param listener called after each change, here or elsewhere; quick, and on any thread */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * Saves all of them or none.
     *
     * @param changes name to value; empty goes back to the default
     * @param base the revision that the author saw; empty takes the newest
     * @return the state that has them, perhaps newer changes too
     * @throws InvalidSettingException for an unknown name or an impossible value
     * @throws StaleSettingsException when one of them is newer than the base
     */
    public SettingsSnapshot save(
            Author author, String reason, Map<String, Optional<JsonNode>> changes, OptionalLong base) {
        database.writeAlone(SettingsTable.LOCK, handle -> change(handle, author, reason, changes, base));
        return refresh();
    }

    /** As {@link #save}, as part of a transaction; call {@link #refresh} when it is committed. */
    public void saveWithin(Handle handle, Author author, String reason, Map<String, Optional<JsonNode>> changes) {
        database.lock(handle, SettingsTable.LOCK);
        change(handle, author, reason, changes, OptionalLong.empty());
    }

    /** Saves what variables say, in one transaction with the look at what is saved: replicas may start together. */
    void applyStart(StartValues start) {
        database.writeAlone(SettingsTable.LOCK, handle -> {
            Map<String, Optional<JsonNode>> changes = start.changes(snapshot(SettingsTable.read(handle)));
            return change(handle, Author.SERVER, "variables at the start", changes, OptionalLong.empty());
        });
        refresh();
        current.unreadable().forEach(LiveSettings::tellUnreadable);
    }

    private static LiveSetting<?> known(String name) {
        return LiveCatalogue.find(name)
                .orElseThrow(() -> new InvalidSettingException(name, "There is no live setting " + name));
    }

    private static void check(LiveSetting<?> setting, JsonNode json) {
        if (json.toString().length() > MAX_CHARACTERS) {
            throw new InvalidSettingException(
                    setting.name(), setting.name() + " has at most " + MAX_CHARACTERS + " characters of JSON");
        }
        setting.read(json);
    }

    private long change(
            Handle handle, Author author, String reason, Map<String, Optional<JsonNode>> changes, OptionalLong base) {
        StoredSnapshot before = SettingsTable.read(handle);
        SettingsSnapshot known = snapshot(before);
        if (base.isPresent()) {
            refuseStale(known, changes, base.getAsLong());
        }
        Map<String, Optional<String>> texts = new HashMap<>();
        changes.forEach((name, asked) -> {
            LiveSetting<?> setting = known(name);
            Optional<JsonNode> value = asked.map(json -> masks.unmask(setting, json, known.json(setting)));
            value.ifPresent(json -> check(setting, json));
            if (differs(known, setting, value)) {
                texts.put(name, value.map(json -> box.seal(setting, json)));
            }
        });
        return texts.isEmpty()
                ? before.revision()
                : SettingsTable.write(handle, before, texts, author, reason, clock.millis());
    }

    private static void refuseStale(SettingsSnapshot known, Map<String, Optional<JsonNode>> changes, long base) {
        List<String> newer = changes.keySet().stream()
                .filter(name -> LiveCatalogue.find(name).stream().anyMatch(setting -> known.revision(setting) > base))
                .sorted()
                .toList();
        if (!newer.isEmpty()) {
            throw new StaleSettingsException(newer, known);
        }
    }

    private static boolean differs(SettingsSnapshot known, LiveSetting<?> setting, Optional<JsonNode> value) {
        return value.isPresent() != known.isSaved(setting)
                || known.unreadable().containsKey(setting.name())
                || value.filter(json -> !json.equals(known.json(setting))).isPresent();
    }

    /**
     * Makes all settings what they were at a revision, as a new revision.
     *
     * @throws InvalidSettingException when there is no such revision
     */
    public SettingsSnapshot rollBack(Author author, long revision) {
        database.writeAlone(SettingsTable.LOCK, handle -> {
            StoredSnapshot before = SettingsTable.read(handle);
            if (revision < 0 || revision > before.revision()) {
                throw new InvalidSettingException(
                        "revision", "There is no revision " + revision + "; the newest is " + before.revision());
            }
            Map<String, Optional<String>> texts = SettingsTable.at(handle, revision);
            texts.entrySet()
                    .removeIf(entry -> Optional.ofNullable(before.rows().get(entry.getKey()))
                            .map(StoredValue::text)
                            .equals(entry.getValue()));
            return texts.isEmpty()
                    ? before.revision()
                    : SettingsTable.write(handle, before, texts, author, "rollback to " + revision, clock.millis());
        });
        return refresh();
    }

    /**
     * The audit, newest first.
     *
     * @param before only older revisions than this one
     * @param limit at most so many
     */
    public List<Audit> audit(long before, int limit) {
        return database.read(handle -> SettingsTable.history(handle, before, limit)).stream()
                .map(Audit::of)
                .toList();
    }

    /** The value for an answer: a secret is masked; {@link #save} takes a mask for the secret that it stands for. */
    public JsonNode masked(LiveSetting<?> setting, SettingsSnapshot snapshot) {
        return masks.mask(setting, snapshot.json(setting));
    }

    public JsonNode masked(LiveSetting<?> setting) {
        return masked(setting, current);
    }

    /**
     * Reads the database and applies what is new. Also heals what differs without a revision: a row that somebody edited
     * by hand, a database that was restored.
     */
    public SettingsSnapshot refresh() {
        SettingsSnapshot fresh;
        synchronized (applying) {
            StoredSnapshot stored = database.read(SettingsTable::read);
            if (current.isOf(stored)) {
                return current;
            }
            fresh = snapshot(stored);
            tell(current, fresh);
            current = fresh;
        }
        listeners.forEach(Runnable::run);
        return fresh;
    }

    private static void tell(SettingsSnapshot before, SettingsSnapshot after) {
        if (after.revision() <= before.revision()) {
            LOG.warn(
                    "Live settings in the database changed without a new revision (here {}, there {}): edited by hand, or"
                            + " restored? The database counts.",
                    before.revision(),
                    after.revision());
        }
        after.unreadable().forEach((name, reason) -> {
            if (!reason.equals(before.unreadable().get(name))) {
                tellUnreadable(name, reason);
            }
        });
    }

    static void tellUnreadable(String name, String reason) {
        LOG.error(
                "SET-003: the saved value of {} cannot be used: {}. Its default counts until it is saved again. See"
                        + " docs/errors.md#set-003",
                name,
                reason);
    }

    private SettingsSnapshot snapshot(StoredSnapshot stored) {
        return new SettingsSnapshot(stored, box);
    }
}
