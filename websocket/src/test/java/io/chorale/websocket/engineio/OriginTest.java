package io.chorale.websocket.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.chorale.websocket.testing.RawHttp;
import io.chorale.websocket.testing.RawWebSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Which pages may talk to the server, and what those hear that may not. */
class OriginTest {
    private static final String TARGET = "/engine.io/?EIO=4&transport=";
    private static final String REFUSED = "{\"code\":4,\"message\":\"The origin https://evil.example is not an accepted"
            + " origin of chat.example: a page of another site could act for the people who are signed in here."
            + " If it is yours, set CORS_ALLOW_ORIGIN=\\\"https://friend.example;https://evil.example\\\"\"}";

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private List<String> allowed = List.of("https://friend.example");
    private boolean trusted;
    private final OriginPolicy policy = new OriginPolicy(() -> allowed, peer -> trusted, new TestClock());
    private final EngineFixture server = EngineFixture.start(options -> options, engine -> engine.origins(policy));

    private final class TestClock extends Clock {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return InstantSource.fixed(now).withZone(zone);
        }
    }

    @BeforeEach
    void listen() {
        log.start();
        ((Logger) LoggerFactory.getLogger(OriginPolicy.class)).addAppender(log);
    }

    @AfterEach
    void stop() {
        ((Logger) LoggerFactory.getLogger(OriginPolicy.class)).detachAppender(log);
        server.close();
    }

    private RawHttp.Answer get(String origin, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Host: chat.example";
        all[1] = "Origin: " + origin;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return server.get(TARGET + "polling", all);
    }

    // --- who may --------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"https://friend.example", "https://FRIEND.example", "https://friend.example:443"})
    void letsListedOriginsInAndRead(String origin) {
        RawHttp.Answer answer = get(origin);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("access-control-allow-origin")).isEqualTo(origin);
        assertThat(answer.header("access-control-allow-credentials")).isEqualTo("true");
        assertThat(answer.header("vary")).isEqualTo("Origin");
    }

    @Test
    void letsClientsInThatAreNoBrowsers() {
        RawHttp.Answer answer = server.get(TARGET + "polling");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers())
                .doesNotContainKeys("access-control-allow-origin", "access-control-allow-credentials");
    }

    @ParameterizedTest
    @CsvSource({
        "http://chat.example, chat.example, 200",
        "http://chat.example:80, chat.example, 200",
        "http://chat.example, chat.example:80, 200",
        "http://chat.example:8080, chat.example:8080, 200",
        "http://chat.example:8080, chat.example, 403",
        "https://chat.example, chat.example, 403",
        "http://chat.example.evil.example, chat.example, 403",
        "http://evil.example, chat.example, 403",
        "null, chat.example, 403"
    })
    void letsItsOwnPagesIn(String origin, String host, int status) {
        assertThat(server.get(TARGET + "polling", "Origin: " + origin, "Host: " + host)
                        .status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "true, https, chat.example, 200",
        "true, 'https, http', 'chat.example, inner', 200",
        "true, http, chat.example, 403",
        "true, https, other.example, 403",
        "false, https, chat.example, 403"
    })
    void believesForwardedHeadersOfTrustedProxiesAlone(boolean trust, String proto, String host, int status) {
        trusted = trust;

        RawHttp.Answer answer = server.get(
                TARGET + "polling",
                "Host: inner:8080",
                "Origin: https://chat.example",
                "X-Forwarded-Proto: " + proto,
                "X-Forwarded-Host: " + host);

        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void takesTheHostThatATrustedProxyPassesOnWhenItForwardsNone() {
        trusted = true;

        assertThat(get("https://chat.example", "X-Forwarded-Proto: https").status())
                .isEqualTo(200);
    }

    @Test
    void letsAnyPageInWithAStarButNotWithItsCookies() {
        allowed = List.of("*");

        RawHttp.Answer answer = get("https://evil.example");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("access-control-allow-origin")).isEqualTo("*");
        assertThat(answer.headers()).doesNotContainKey("access-control-allow-credentials");
        assertThat(get("http://chat.example").header("access-control-allow-credentials"))
                .as("its own page")
                .isEqualTo("true");
    }

    @Test
    void obeysTheListAsItIsNow() {
        assertThat(get("https://new.example").status()).isEqualTo(403);
        allowed = List.of("https://new.example");
        assertThat(get("https://new.example").status()).isEqualTo(200);
    }

    // --- who may not ----------------------------------------------------------------------------------------------

    @Test
    void explainsARefusalToEveryKindOfRequest() {
        String origin = "Origin: https://evil.example";
        String host = "Host: chat.example";
        String sid = server.open();
        List<RawHttp.Answer> answers = List.of(
                server.get(TARGET + "polling", origin, host),
                server.get(EngineFixture.polling(sid), origin, host),
                server.post(sid, "4x", origin, host),
                RawHttp.exchange(server.port(), "OPTIONS", TARGET + "polling", "", origin, host),
                handshake(TARGET + "websocket", origin, host),
                handshake(EngineFixture.websocket(sid), origin, host));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).isEqualTo(REFUSED);
            assertThat(answer.headers())
                    .doesNotContainKeys("access-control-allow-origin", "access-control-allow-credentials");
        });
        assertThat(server.application.of(sid).messages).isEmpty();
        assertThat(server.engine.sessions()).isOne();
        assertThat(server.engine.metrics().originsRefused()).isEqualTo(answers.size());
    }

    private RawHttp.Answer handshake(String target, String... headers) {
        try (RawWebSocket socket = RawWebSocket.open(server.port(), target, headers)) {
            return socket.handshake();
        }
    }

    @Test
    void warnsOnceAMinuteForEachOriginWithTheLineToSet() {
        get("https://evil.example");
        get("https://evil.example");
        get("https://other.example");
        assertThat(log.list).hasSize(2);
        assertThat(log.list.getFirst().getFormattedMessage())
                .contains("set CORS_ALLOW_ORIGIN=\"https://friend.example;https://evil.example\"");

        now = now.plus(Duration.ofSeconds(61));
        get("https://evil.example");
        assertThat(log.list).hasSize(3);
    }

    @Test
    void doesNotLetAClientThatMakesOriginsUpFillTheLog() {
        for (int i = 0; i < 200; i++) {
            get("https://made-up-" + i + ".example");
        }
        assertThat(log.list).hasSize(50);
        assertThat(policy.latest()).hasSize(50);
        assertThat(policy.latest().getFirst().origin()).isEqualTo("https://made-up-199.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example;*", "null", "*", "https://a b", "javascript:alert(1)"})
    void proposesNoSettingForWhatIsNoOrigin(String origin) {
        assertThat(get(origin).text()).contains("no setting can let it in").doesNotContain("CORS_ALLOW_ORIGIN");
        assertThat(policy.latest().getFirst().cure()).isEmpty();
    }

    @Test
    void pointsAtTheProxyThatEndsTls() {
        assertThat(get("https://chat.example").text()).contains("FORWARDED_ALLOW_IPS=\\\"127.0.0.1\\\"");
    }

    @Test
    void keepsTheLatestRefusalsForThoseWhoRunTheServer() {
        get("https://evil.example");

        assertThat(policy.latest()).singleElement().satisfies(refusal -> {
            assertThat(refusal.origin()).isEqualTo("https://evil.example");
            assertThat(refusal.host()).isEqualTo("chat.example");
            assertThat(refusal.time()).isEqualTo(now);
            assertThat(refusal.cure()).isEqualTo("CORS_ALLOW_ORIGIN=\"https://friend.example;https://evil.example\"");
        });
    }

    @Test
    void answersAPreflightOfAListedOrigin() {
        RawHttp.Answer answer = RawHttp.exchange(
                server.port(),
                "OPTIONS",
                TARGET + "polling",
                "",
                "Origin: https://friend.example",
                "Access-Control-Request-Method: POST",
                "Access-Control-Request-Headers: content-type,x-custom");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("access-control-allow-origin")).isEqualTo("https://friend.example");
        assertThat(answer.header("access-control-allow-credentials")).isEqualTo("true");
        assertThat(answer.header("access-control-allow-methods")).isEqualTo("GET,POST");
        assertThat(answer.header("access-control-allow-headers")).isEqualTo("content-type,x-custom");
        assertThat(answer.header("vary")).isEqualTo("Origin");
    }

    @Test
    void letsAListedOriginReadItsErrorsToo() {
        RawHttp.Answer answer = server.get(EngineFixture.polling("none"), "Origin: https://friend.example");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("access-control-allow-origin")).isEqualTo("https://friend.example");
    }
}
