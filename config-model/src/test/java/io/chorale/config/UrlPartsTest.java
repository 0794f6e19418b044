package io.chorale.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlPartsTest {

    @Test
    void readsEveryPart() {
        UrlParts url = UrlParts.parse("redis://anna:p%40ss+word@redis_valkey:6380/2?ssl_cert_reqs=none&x");

        assertThat(url.scheme()).isEqualTo("redis");
        assertThat(url.userBeforeColon()).contains("anna");
        assertThat(url.passwordAfterColon()).contains("p@ss+word");
        assertThat(url.host()).isEqualTo("redis_valkey");
        assertThat(url.port()).hasValue(6380);
        assertThat(url.path()).isEqualTo("/2");
        assertThat(url.query()).containsEntry("ssl_cert_reqs", "none").containsEntry("x", "");
    }

    @Test
    void readsAnAddressOfIpVersionSix() {
        UrlParts url = UrlParts.parse("postgresql://[::1]:5433/chorale");

        assertThat(url.host()).isEqualTo("::1");
        assertThat(url.hostInUrl()).isEqualTo("[::1]");
        assertThat(url.port()).hasValue(5433);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://:hunter2/x@host:6379/0",
                "redis://user:123/hunter2@host/0",
                "redis://:hunter2#x@host",
                "redis://:hunter2?x@host",
                "redis://:hunter2%zz@host",
                "redis://:hunter2@host:99999/0",
                "redis://:hunter2@ho st/0",
                "hunter2",
                "://hunter2@host",
            })
    void refusesWhatIsAmbiguousWithoutRepeatingIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> {
                    UrlParts url = UrlParts.parse(text);
                    url.passwordAfterColon();
                })
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
    }

    @ParameterizedTest
    @CsvSource({
        "redis://hunter2@host/0, redis://********@host/0",
        "redis://user:hunter2@host/0, redis://user:********@host/0",
        "redis://:hunter2/x@host:6379/0, redis://:********@host:6379/0",
        "redis://user:a@hunter2@host, redis://user:********@host",
        "postgresql://host/db?user=u&password=hunter2, postgresql://host/db?user=u&password=********",
        "https://a:hunter2@one;https://b:hunter2@two, https://a:********@two",
        "https://chat.example/x, https://chat.example/x",
    })
    void masksWhatCouldBeASecret(String text, String masked) {
        assertThat(UrlParts.mask(text)).isEqualTo(masked);
    }
}
