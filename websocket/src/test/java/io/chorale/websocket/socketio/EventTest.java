package io.chorale.websocket.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.chorale.websocket.engineio.CloseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventTest {
    private final SocketIoServer server = SocketIoServer.builder().build();
    private final Namespace main = server.namespace("/");

    @BeforeEach
    void start() {
        main.on("echo", (socket, arguments, ack) -> socket.emit("echo", arguments.toArray()))
                .on("question", (socket, arguments, ack) -> ack.send(arguments.toArray()));
        server.start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void echoesAnything() {
        MemoryClient client = MemoryClient.connected(server);
        String arguments = "1,\"2\",{\"3\":[true]},null,\"häß€😀\",1.5,123456789012345678901234567890";
        client.send("2[\"echo\"," + arguments + "]");
        assertThat(client.next().replace("\\uD83D\\uDE00", "😀")).isEqualTo("2[\"echo\"," + arguments + "]");
    }

    @Test
    void writesNumbersBeyondADoubleAsNullAsJavaScriptDoes() {
        MemoryClient client = MemoryClient.connected(server).send("2[\"echo\",1e400]");
        assertThat(client.next()).isEqualTo("2[\"echo\",null]");
    }

    @Test
    void answersWithNoneOneOrManyArguments() {
        MemoryClient client = MemoryClient.connected(server)
                .send("20[\"question\"]")
                .send("21[\"question\",\"a\"]")
                .send("29007199254740991[\"question\",1,2]");
        assertThat(client.next(3)).containsExactly("30[]", "31[\"a\"]", "39007199254740991[1,2]");
    }

    @Test
    void answersAtMostOnceAndOnlyWhenAsked() {
        main.on("twice", (socket, arguments, ack) -> {
            ack.send(ack.wanted());
            ack.send("again");
        });
        MemoryClient client =
                MemoryClient.connected(server).send("27[\"twice\"]").send("2[\"twice\"]");
        assertThat(client.next()).isEqualTo("37[true]");
        client.expectNothingBefore("echo");
    }

    @Test
    void carriesBinaryBothWays() {
        MemoryClient client = MemoryClient.connected(server)
                .send("52-[\"echo\",{\"a\":[{\"_placeholder\":true,\"num\":1}]},{\"_placeholder\":true,\"num\":0}]")
                .sendBinary((byte) 1, (byte) 2, (byte) 3)
                .sendBinary();
        assertThat(client.next(3))
                .containsExactly(
                        "52-[\"echo\",{\"a\":[{\"_placeholder\":true,\"num\":0}]},{\"_placeholder\":true,\"num\":1}]",
                        "b",
                        "bAQID");
        client.send("51-9[\"question\",{\"_placeholder\":true,\"num\":0}]").sendBinary((byte) 9);
        assertThat(client.next(2)).containsExactly("61-9[{\"_placeholder\":true,\"num\":0}]", "bCQ==");
    }

    @Test
    void placeholdersOfPlainEventsAreData() {
        MemoryClient client =
                MemoryClient.connected(server).send("2[\"echo\",{\"_placeholder\":true,\"num\":\"splice\"}]");
        assertThat(client.next()).isEqualTo("2[\"echo\",{\"_placeholder\":true,\"num\":\"splice\"}]");
    }

    @Test
    void namesOfEventsAreNothingButNames() {
        for (String name : List.of("__proto__", "constructor", "toString", "hasOwnProperty", "5", "")) {
            main.on(name, (socket, arguments, ack) -> ack.send(name));
        }
        MemoryClient client = MemoryClient.connected(server)
                .send("20[\"__proto__\"]")
                .send("21[\"constructor\"]")
                .send("22[5]")
                .send("23[\"\"]")
                .send("24[\"unknown\"]")
                .send("25[\"toString\"]");
        assertThat(client.next(5))
                .containsExactly(
                        "30[\"__proto__\"]", "31[\"constructor\"]", "32[\"5\"]", "33[\"\"]", "35[\"toString\"]");
    }

    @Test
    void typedHandlersDropWhatDoesNotFit() {
        record Post(String text, int stars) {}
        main.on("post", Post.class, (socket, post, ack) -> ack.send(post.text(), post.stars() + 1));
        MemoryClient client = MemoryClient.connected(server)
                .send("21[\"post\",{\"text\":\"x\",\"stars\":\"many\"}]")
                .send("22[\"post\"]")
                .send("23[\"post\",[1]]")
                .send("24[\"post\",{\"text\":\"x\",\"stars\":4}]");
        assertThat(client.next()).isEqualTo("34[\"x\",5]");
        assertThat(server.metrics().get(SocketIoMetrics.Count.BAD_ARGUMENTS)).isEqualTo(3);
    }

    @Test
    void aFailingHandlerCostsOneEvent() {
        main.on("fail", (socket, arguments, ack) -> {
            throw new IllegalStateException("on purpose");
        });
        MemoryClient client =
                MemoryClient.connected(server).send("21[\"fail\"]").send("2[\"fail\"]");
        client.expectNothingBefore("echo");
    }

    @Test
    void keepsTheOrderBothWays() {
        List<Integer> seen = new ArrayList<>(); // one thread at a time, and happens-before between them
        main.on("count", Integer.class, (socket, number, ack) -> {
            seen.add(number);
            socket.emit("counted", number);
        });
        MemoryClient client = MemoryClient.connected(server);
        for (int i = 0; i < 500; i++) {
            client.send("2[\"count\"," + i + "]");
        }
        for (int i = 0; i < 500; i++) {
            assertThat(client.next()).isEqualTo("2[\"counted\"," + i + "]");
        }
        assertThat(seen).hasSize(500).isSorted();
    }

    @Test
    void asksAClientAndHearsItsAnswer() {
        CompletableFuture<Socket> connected = new CompletableFuture<>();
        main.onConnect(connected::complete);
        MemoryClient client = MemoryClient.connected(server);
        CompletableFuture<Arguments> answer = connected.join().emitWithAck("how", "much");
        String question = client.next();
        assertThat(question).matches("2\\d+\\[\"how\",\"much\"]");
        String id = question.substring(1, question.indexOf('['));
        client.send("39999[\"nobody asked\"]").send("3" + id + "[\"a\",2]").send("3" + id + "[\"again\"]");
        assertThat(answer.join().get(0, String.class)).isEqualTo("a");
        assertThat(answer.join().get(1, Integer.class)).isEqualTo(2);
        client.expectNothingBefore("echo");
    }

    @Test
    void handlersMayWaitForAnswersOfTheirClient() {
        main.on("ask me", (socket, arguments, ack) -> {
            Arguments answer = socket.emitWithAck("binary?").get(10, TimeUnit.SECONDS);
            ack.send(answer.binary(0));
        });
        MemoryClient client = MemoryClient.connected(server).send("21[\"ask me\"]");
        String question = client.next();
        client.send("61-" + question.substring(1, question.indexOf('[')) + "[{\"_placeholder\":true,\"num\":0}]");
        client.sendBinary((byte) 7);
        assertThat(client.next(2)).containsExactly("61-1[{\"_placeholder\":true,\"num\":0}]", "bBw==");
    }

    @Test
    void questionsEndWithTheirTimeAndLeaveNothing() {
        CompletableFuture<Socket> connected = new CompletableFuture<>();
        main.onConnect(connected::complete);
        MemoryClient client = MemoryClient.connected(server);
        Socket socket = connected.join();
        CompletableFuture<Arguments> answer = socket.emitWithAck(Duration.ofMillis(50), "how");
        client.next();
        assertThat(socket.acks().size()).isEqualTo(1);
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(answer::join)
                .withCauseInstanceOf(NoAnswerException.class);
        await().untilAsserted(() -> assertThat(socket.acks().size()).isZero());
    }

    @Test
    void middlewaresOfASocketStopEvents() {
        main.onConnect(socket -> socket.use((event, arguments) -> !event.equals("blocked")))
                .on("blocked", (socket, arguments, ack) -> ack.send("not blocked"));
        MemoryClient client = MemoryClient.connected(server).send("21[\"blocked\"]");
        client.expectNothingBefore("echo");
    }

    @Test
    void anyHandlersSeeEveryEvent() {
        main.onAny((socket, event, arguments) -> socket.emit("seen", event, arguments.size()));
        MemoryClient client = MemoryClient.connected(server).send("2[\"whatever\",1,2]");
        assertThat(client.next()).isEqualTo("2[\"seen\",\"whatever\",2]");
    }

    @Test
    void volatileEventsAreDroppedByABusyTransport() {
        CompletableFuture<Socket> connected = new CompletableFuture<>();
        main.onConnect(connected::complete);
        MemoryClient client = MemoryClient.connected(server);
        connected.join().volatileEvents().emit("v", 1);
        assertThat(client.next()).isEqualTo("2[\"v\",1]");
        client.setBusy(true);
        main.volatileEvents().emit("v", 2);
        connected.join().volatileEvents().emit("v", 3);
        client.setBusy(false);
        client.expectNothingBefore("echo");
        assertThat(server.metrics().get(SocketIoMetrics.Count.VOLATILE_DROPPED)).isEqualTo(2);
    }

    @Test
    void aSlowHandlerHoldsBackOnlyItsOwnClient() {
        CountDownLatch slow = new CountDownLatch(1);
        main.on("slow", (socket, arguments, ack) -> slow.await());
        MemoryClient stuck = MemoryClient.connected(server);
        Thread reader = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 300; i++) {
                stuck.send("2[\"slow\"]");
            }
            stuck.send("2[\"echo\",\"done\"]");
        });
        await().untilAsserted(() -> assertThat(server.metrics().get(SocketIoMetrics.Count.MAILBOX_FULL))
                .isPositive());
        MemoryClient other = MemoryClient.connected(server);
        other.expectNothingBefore("echo");
        main.emit("all", 1);
        assertThat(other.next()).isEqualTo("2[\"all\",1]");
        assertThat(stuck.next()).isEqualTo("2[\"all\",1]");
        assertThat(reader.isAlive()).isTrue();
        slow.countDown();
        assertThat(stuck.next()).isEqualTo("2[\"echo\",\"done\"]");
    }

    @Test
    void aReaderThatWaitsIsFreedWhenItsConnectionEnds() throws InterruptedException {
        Semaphore never = new Semaphore(0);
        main.on("stuck", (socket, arguments, ack) -> never.acquire());
        MemoryClient stuck = MemoryClient.connected(server);
        Thread reader = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 300; i++) {
                stuck.sendUnlocked("2[\"stuck\"]");
            }
        });
        await().untilAsserted(() -> assertThat(server.metrics().get(SocketIoMetrics.Count.MAILBOX_FULL))
                .isPositive());
        stuck.close(CloseReason.PING_TIMEOUT);
        assertThat(reader.join(Duration.ofSeconds(10))).isTrue();
        never.release(1_000);
    }

    @Test
    void eventsThatCameBeforeTheEndAreStillHandled() {
        CountDownLatch first = new CountDownLatch(1);
        AtomicInteger handled = new AtomicInteger();
        CompletableFuture<Integer> atTheEnd = new CompletableFuture<>();
        main.on("work", (socket, arguments, ack) -> {
                    first.await();
                    handled.incrementAndGet();
                })
                .onDisconnect((socket, reason) -> atTheEnd.complete(handled.get()));
        MemoryClient client = MemoryClient.connected(server);
        for (int i = 0; i < 10; i++) {
            client.send("2[\"work\"]");
        }
        client.loseConnection();
        first.countDown();
        assertThat(atTheEnd.join()).isEqualTo(10);
    }
}
