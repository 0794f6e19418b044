package io.chorale.websocket.engineio;

import static io.chorale.websocket.engineio.EngineFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Breaks ten thousand connections in every way there is, over both transports, and looks what is left. */
class BreakingTest {
    private static final Logger LOG = LoggerFactory.getLogger(BreakingTest.class);
    private static final int CONNECTIONS = 10_000;
    private static final int AT_ONCE = 48;

    @Test
    void leavesNothingBehindTenThousandBrokenConnections() throws Exception {
        try (EngineFixture server = EngineFixture.start(options ->
                options.maxPayload(2_000).pingInterval(Duration.ofSeconds(4)).pingTimeout(Duration.ofSeconds(3)))) {
            server.get("/engine.io/"); // threads that every server has
            long threads = LiveThreads.virtual();
            long begun = System.nanoTime();
            Map<String, BrokenConnections.Way> broken = new ConcurrentHashMap<>();
            try (BrokenConnections connections = new BrokenConnections(server)) {
                breakAll(connections, broken);
                eventually()
                        .untilAsserted(
                                () -> assertThat(server.engine.sessions()).isZero());
            }
            assertThat(server.engine.queuedBytes()).isZero();
            eventually().untilAsserted(() -> assertThat(LiveThreads.virtual()).isLessThanOrEqualTo(threads));
            assertEachEndedOnceAndRightly(server, broken);
            report(server, System.nanoTime() - begun);
        }
    }

    private static void breakAll(BrokenConnections connections, Map<String, BrokenConnections.Way> broken)
            throws Exception {
        List<BrokenConnections.Way> ways = connections.ways();
        Semaphore places = new Semaphore(AT_ONCE);
        ThreadFactory threads = Thread.ofVirtual().name("breaker-", 0).factory();
        try (ExecutorService executor = Executors.newThreadPerTaskExecutor(threads)) {
            List<? extends Future<?>> all = IntStream.range(0, CONNECTIONS)
                    .mapToObj(i -> executor.submit(() -> {
                        places.acquire();
                        try {
                            int way = i % (ways.size() + 1);
                            if (way == ways.size()) {
                                connections.breakRequest(i / (ways.size() + 1));
                            } else {
                                broken.put(ways.get(way).action().run(), ways.get(way));
                            }
                        } finally {
                            places.release();
                        }
                        return null;
                    }))
                    .toList();
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    private static void assertEachEndedOnceAndRightly(EngineFixture server, Map<String, BrokenConnections.Way> broken) {
        assertThat(server.application.all()).hasSameSizeAs(broken.keySet());
        eventually()
                .untilAsserted(() -> assertThat(server.application.all())
                        .allSatisfy(one -> assertThat(one.ends).hasSize(1)));
        Map<String, List<CloseReason>> wrong = new TreeMap<>();
        broken.forEach((sid, way) -> {
            CloseReason reason = server.application.of(sid).ends.getFirst();
            if (reason != way.reason()) {
                wrong.computeIfAbsent(way.name(), name -> new ArrayList<>()).add(reason);
            }
        });
        assertThat(wrong).isEmpty();
    }

    private static void report(EngineFixture server, long nanos) {
        Map<CloseReason, Long> reasons = server.application.all().stream()
                .collect(Collectors.groupingBy(one -> one.ends.getFirst(), TreeMap::new, Collectors.counting()));
        LOG.info(
                "{} connections broken in {} s: {} sessions ended {}; left: {} sessions, {} bytes queued",
                CONNECTIONS,
                nanos / 1_000_000_000,
                server.application.all().size(),
                reasons,
                server.engine.sessions(),
                server.engine.queuedBytes());
    }
}
