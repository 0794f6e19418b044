package io.chorale.websocket.engineio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chorale.websocket.testing.RawHttp;
import io.chorale.websocket.testing.RawWebSocket;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.awaitility.core.ConditionFactory;

/** An Engine.IO server on a port of its own, with an application that echoes and remembers. */
final class EngineFixture implements AutoCloseable {
    private static final String PATH = "/engine.io/?EIO=4&transport=";

    final RecordingEngine application;
    final EngineServer engine;
    private final WebServer web;

    private EngineFixture(
            EngineApplication served,
            UnaryOperator<EngineOptions.Builder> options,
            UnaryOperator<EngineServer.Builder> builder) {
        application = served instanceof RecordingEngine recording ? recording : new RecordingEngine();
        engine = builder.apply(EngineServer.builder(served)
                        .options(options.apply(EngineOptions.builder().path("/engine.io"))
                                .build()))
                .build();
        WebServerConfig.Builder server =
                WebServer.builder().host("localhost").port(0).shutdownHook(false);
        EngineListenerSettings.applyTo(server, List.of(engine));
        web = server.routing(engine::register).build().start();
    }

    /** Pings come rarely enough not to be in the way. */
    static EngineFixture start() {
        return start(options -> options);
    }

    static EngineFixture start(UnaryOperator<EngineOptions.Builder> options) {
        return start(options, server -> server);
    }

    static EngineFixture start(
            UnaryOperator<EngineOptions.Builder> options, UnaryOperator<EngineServer.Builder> server) {
        return new EngineFixture(new RecordingEngine(), options, server);
    }

    /** With an application of the test's own. */
    static EngineFixture serving(EngineApplication application) {
        return serving(application, options -> options);
    }

    static EngineFixture serving(EngineApplication application, UnaryOperator<EngineOptions.Builder> options) {
        return new EngineFixture(application, options, server -> server);
    }

    int port() {
        return web.port();
    }

    static String polling(String sid) {
        return PATH + "polling&sid=" + sid;
    }

    static String websocket(String sid) {
        return PATH + "websocket&sid=" + sid;
    }

    /** A polling session's id. */
    String open() {
        String packet = get(PATH + "polling").text();
        return sid(packet);
    }

    static String sid(String openPacket) {
        assertThat(openPacket).startsWith("0{\"sid\":\"");
        return openPacket.substring(9, openPacket.indexOf('"', 9));
    }

    RawHttp.Answer get(String target, String... headers) {
        return RawHttp.exchange(port(), "GET", target, "", headers);
    }

    RawHttp.Answer post(String sid, String payload, String... headers) {
        return RawHttp.exchange(port(), "POST", polling(sid), payload, headers);
    }

    /** What a GET of the session brings. */
    String poll(String sid) {
        return get(polling(sid)).text();
    }

    /** A GET that waits. */
    RawHttp beginPoll(String sid) {
        return RawHttp.to(port()).send("GET", polling(sid), "");
    }

    RawWebSocket webSocket() {
        return RawWebSocket.open(port(), PATH + "websocket");
    }

    /** A websocket that asks to take over a session; its HTTP answer is read. */
    RawWebSocket upgrade(String sid) {
        return RawWebSocket.open(port(), websocket(sid));
    }

    /** Looks often; gives up late, for machines that are busy. */
    static ConditionFactory eventually() {
        return await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(20));
    }

    static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    @Override
    public void close() {
        engine.close();
        web.stop();
    }
}
