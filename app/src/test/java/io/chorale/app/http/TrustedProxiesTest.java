package io.chorale.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedProxiesTest {
    /** The test server trusts 127.0.0.1, where its clients are. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    203.0.113.7                       | 203.0.113.7
                    198.51.100.1, 203.0.113.7         | 203.0.113.7
                    203.0.113.7, 127.0.0.1            | 203.0.113.7
                    <script>                          | 127.0.0.1
                    203.0.113.7, evil.example         | 127.0.0.1
                    """)
    void readsForwardedAddressesFromTheRight(String forwarded, String client) {
        TrustedProxies proxies = new TrustedProxies(List.of("127.0.0.1"));
        Routes who = rules -> rules.get(
                "/who",
                (request, response) -> response.send(proxies.clientOf(request).getBytes()));
        try (HttpTestServer server = HttpTestServer.start(who)) {
            assertThat(server.get("/who", "X-Forwarded-For", forwarded).body()).isEqualTo(client);
        }
    }

    @Test
    void believesNobodyItDoesNotTrust() {
        TrustedProxies proxies = new TrustedProxies(List.of());
        Routes who = rules -> rules.get(
                "/who",
                (request, response) -> response.send(proxies.clientOf(request).getBytes()));
        try (HttpTestServer server = HttpTestServer.start(who)) {
            assertThat(server.get("/who", "X-Forwarded-For", "203.0.113.7").body())
                    .isEqualTo("127.0.0.1");
        }
    }

    @Test
    void knowsBlocksOfBothFamilies() {
        TrustedProxies proxies = new TrustedProxies(List.of("10.0.0.0/9", "2001:db8::/33"));
        assertThat(proxies.trusts("10.127.255.255")).isTrue();
        assertThat(proxies.trusts("10.128.0.0")).isFalse();
        assertThat(proxies.trusts("2001:db8:7fff::1")).isTrue();
        assertThat(proxies.trusts("2001:db8:8000::1")).isFalse();
        assertThat(new TrustedProxies(List.of("*")).trusts("192.0.2.1")).isTrue();
    }

    @Test
    void refusesWhatIsNoAddress() {
        assertThatThrownBy(() -> new TrustedProxies(List.of("10.0.0.0/x"))).hasMessageContaining("10.0.0.0/x");
    }
}
