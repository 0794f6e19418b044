package io.chorale.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.chorale.app.database.Database;
import io.chorale.app.database.TestDatabases;
import io.chorale.app.server.ChatServer;
import io.chorale.config.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Open WebUI #13324: there each replica makes a secret of its own, and people are signed out. */
class InstallationSecretTest {
    @TempDir
    private Path directory;

    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(TestDatabases.sqlite(directory));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aReplicaWithAnotherSecretIsRefusedWithTheNameOfTheVariable() {
        start(Map.of("WEBUI_SECRET_KEY", "one")).close();
        assertThatThrownBy(() -> start(Map.of("WEBUI_SECRET_KEY", "two")))
                .isInstanceOf(RefusedStartException.class)
                .hasMessageContaining("SET-001")
                .hasMessageContaining("WEBUI_SECRET_KEY")
                .hasMessageNotContaining("two");
        assertThatThrownBy(() -> start(Map.of()))
                .isInstanceOf(RefusedStartException.class)
                .hasMessageContaining("WEBUI_SECRET_KEY is not set");
    }

    @Test
    void withoutAVariableAllReplicasShareOneSecretThatWasMadeOnce() {
        try (SettingsModule one = start(Map.of());
                SettingsModule two = start(Map.of())) {
            saveKey(one);
            two.settings().refresh();
            assertThat(two.settings().get(LiveCatalogue.MODEL_KEYS)).containsExactly("sk-1");
        }
    }

    @Test
    void savedSecretsAreSealedAgainWhenTheSecretChanges() {
        try (SettingsModule before = start(Map.of("WEBUI_SECRET_KEY", "old"))) {
            saveKey(before);
        }
        try (SettingsModule after = start(Map.of("WEBUI_SECRET_KEY", "new", "WEBUI_SECRET_KEY_PREVIOUS", "old"))) {
            assertThat(after.settings().get(LiveCatalogue.MODEL_KEYS)).containsExactly("sk-1");
        }
        try (SettingsModule later = start(Map.of("WEBUI_SECRET_KEY", "new"))) {
            assertThat(later.settings().get(LiveCatalogue.MODEL_KEYS)).containsExactly("sk-1");
            assertThat(later.unreadable()).isEmpty();
        }
    }

    @Test
    void aDamagedRowIsToldAndDoesNotStopTheOthers() {
        try (SettingsModule module = start(Map.of("DEFAULT_USER_ROLE", "user"))) {
            saveKey(module);
            database.write(handle ->
                    handle.execute("UPDATE live_settings SET value = '{broken' WHERE name = 'OPENAI_API_KEYS'"));
            module.settings().refresh();
            assertThat(module.unreadable()).containsExactly("OPENAI_API_KEYS");
            assertThat(module.settings().get(LiveCatalogue.DEFAULT_ROLE)).isEqualTo("user");
            saveKey(module);
            assertThat(module.unreadable()).isEmpty();
        }
    }

    @Test
    void aSealedValueIsNoValueOfAnotherSetting() {
        LiveSetting<List<String>> other =
                SettingReaders.list("OTHER", ";", "another secret").asSecret();
        SecretBox box = new SecretBox(new io.chorale.config.Secret("one"));
        String sealed = box.seal(LiveCatalogue.MODEL_KEYS, keys());
        assertThat(sealed).doesNotContain("sk-1");
        assertThat(box.open(LiveCatalogue.MODEL_KEYS, sealed)).isEqualTo(keys());
        assertThatThrownBy(() -> box.open(other, sealed)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Open WebUI #20830. */
    @Test
    void aVariableIsAFirstValueUnlessPersistenceIsOff() {
        start(Map.of("DEFAULT_USER_ROLE", "user")).close();
        try (SettingsModule module = start(Map.of("DEFAULT_USER_ROLE", "admin"))) {
            assertThat(module.settings().get(LiveCatalogue.DEFAULT_ROLE)).isEqualTo("user");
        }
        try (SettingsModule module = start(Map.of("DEFAULT_USER_ROLE", "admin", "ENABLE_PERSISTENT_CONFIG", "false"))) {
            assertThat(module.settings().get(LiveCatalogue.DEFAULT_ROLE)).isEqualTo("admin");
        }
    }

    private static com.fasterxml.jackson.databind.JsonNode keys() {
        return JsonNodeFactory.instance.arrayNode().add("sk-1");
    }

    private static void saveKey(SettingsModule module) {
        module.settings()
                .save(
                        Author.SERVER,
                        "test",
                        Map.of(LiveCatalogue.MODEL_KEYS.name(), Optional.of(keys())),
                        OptionalLong.empty());
    }

    private SettingsModule start(Map<String, String> variables) {
        Settings settings = ChatServer.settings(directory, variables);
        return SettingsModule.open(database, settings, Clock.systemUTC());
    }
}
