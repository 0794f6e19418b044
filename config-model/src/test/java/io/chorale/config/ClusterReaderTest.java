package io.chorale.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClusterReaderTest {
    @Test
    void nobodyButReplicasIsHeardAndNothingSignedByDefault() {
        ClusterSettings cluster = Loading.with().settings().websocket().cluster();

        assertThat(cluster.secret()).isEmpty();
        assertThat(cluster.pythonEmitters().enabled()).isFalse();
        assertThat(cluster.nodeEmitters().enabled()).isFalse();
        assertThat(cluster.logAge()).isEmpty();
    }

    @Test
    void aLogThatForgetsBeforeClientsComeBackIsRefused() {
        assertThatThrownBy(() -> Loading.with("WEBSOCKET_LOG_AGE", "60").settings())
                .hasMessageContaining("WEBSOCKET_LOG_AGE is 60 s and WEBSOCKET_RECOVERY_WINDOW 120 s");
        assertThat(Loading.with("WEBSOCKET_LOG_AGE", "121")
                        .settings()
                        .websocket()
                        .cluster()
                        .logAge())
                .contains(Duration.ofSeconds(121));
    }

    @Test
    void aReplicaThatIsDeafAfterOneLateBeatIsRefused() {
        assertThatThrownBy(() -> Loading.with("WEBSOCKET_REPLICA_BEAT", "5").settings())
                .hasMessageContaining("three beats or more");
    }

    @Test
    void theSecretIsNotPrinted() {
        ClusterSettings cluster = Loading.with("WEBSOCKET_CLUSTER_SECRET", "tell-nobody")
                .settings()
                .websocket()
                .cluster();

        assertThat(cluster.secret().orElseThrow().reveal()).isEqualTo("tell-nobody");
        assertThat(cluster.toString()).doesNotContain("tell-nobody");
    }
}
