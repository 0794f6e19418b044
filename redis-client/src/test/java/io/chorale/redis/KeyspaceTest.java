package io.chorale.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chorale.config.RedisSettings;
import io.chorale.config.RedisTarget;
import io.chorale.config.RedisTarget.Topology;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyspaceTest {
    private static final RedisTarget SINGLE = RedisSettingsFixture.target(Topology.SINGLE, List.of(6379));
    private static final RedisTarget CLUSTER = RedisSettingsFixture.target(Topology.CLUSTER, List.of(7000));

    @Test
    void startsEveryNameWithThePrefix() {
        Keyspace keys = Keyspace.of(withPrefix("mine"), SINGLE);

        assertThat(keys.session("abc")).isEqualTo("mine:session:abc");
        assertThat(keys.config("ENABLE_SIGNUP")).isEqualTo("mine:config:ENABLE_SIGNUP");
        assertThat(keys.pythonEmitters()).isEqualTo("mine:socketio");
    }

    @Test
    void bracesThePrefixInAClusterUnlessItHasBraces() {
        assertThat(Keyspace.of(withPrefix("mine"), CLUSTER).models()).isEqualTo("{mine}:models");
        assertThat(Keyspace.of(withPrefix("{mine}"), CLUSTER).models()).isEqualTo("{mine}:models");
        assertThat(Keyspace.of(withPrefix("{mine}"), SINGLE).models()).isEqualTo("{mine}:models");
        assertThat(Keyspace.of(withPrefix("my{}"), CLUSTER).models()).isEqualTo("{my{}}:models");
    }

    @Test
    void writesAnEmptyPrefixLikeOpenWebUi() {
        Keyspace keys = Keyspace.of(withPrefix(""), SINGLE);

        assertThat(keys.session("abc")).isEqualTo("session:abc");
        assertThat(keys.sessionPool()).isEqualTo(":session_pool");
    }

    @Test
    void refusesAnEmptyPrefixInACluster() {
        assertThatThrownBy(() -> Keyspace.of(withPrefix(""), CLUSTER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("REDIS_KEY_PREFIX");
    }

    private static RedisSettings withPrefix(String prefix) {
        RedisSettings base = RedisSettingsFixture.settings();
        return new RedisSettings(
                base.target(),
                prefix,
                base.connectTimeout(),
                base.commandTimeout(),
                base.keepAlive(),
                base.healthCheckInterval(),
                base.reconnectDelay(),
                base.sentinelMaxRetryCount());
    }
}
