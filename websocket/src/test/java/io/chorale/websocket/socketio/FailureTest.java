package io.chorale.websocket.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Code of the application fails, and nobody else notices. */
class FailureTest {
    private final SocketIoServer server = SocketIoServer.builder().build();
    private final Namespace main = server.namespace("/");

    @BeforeEach
    void start() {
        main.on("echo", (socket, arguments, ack) -> socket.emit("echo", arguments.toArray()));
        main.on("overflow", (socket, arguments, ack) -> recurse(1));
        main.on("missing", (socket, arguments, ack) -> {
            throw new NoClassDefFoundError("not there");
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @SuppressWarnings("InfiniteRecursion") // as data that is nested deeply would make it
    private static int recurse(int depth) {
        return recurse(depth + 1) + 1;
    }

    @Test
    void anErrorOfTheJvmInAHandlerCostsOneEvent() {
        MemoryClient client = MemoryClient.connected(server);
        client.send("2[\"overflow\"]").send("2[\"missing\"]").send("2[\"echo\",1]");
        assertThat(client.next()).isEqualTo("2[\"echo\",1]");
    }

    @Test
    void anErrorOfTheJvmInAMiddlewareRefusesTheClient() {
        server.namespace("/broken").use(socket -> {
            throw new NoClassDefFoundError("not there");
        });
        MemoryClient client = MemoryClient.connected(server).send("0/broken,");
        assertThat(client.next()).isEqualTo("4/broken,{\"message\":\"Internal error\"}");
    }

    @Test
    void failuresInConnectAndDisconnectHandlersStopNoOther() {
        CompletableFuture<Socket> gone = new CompletableFuture<>();
        main.onConnect(socket -> recurse(1));
        main.onConnect(socket -> socket.emit("welcome"));
        main.onDisconnect((socket, reason) -> recurse(1));
        main.onDisconnect((socket, reason) -> gone.complete(socket));
        MemoryClient client = MemoryClient.connected(server);
        assertThat(client.next()).isEqualTo("2[\"welcome\"]");
        client.loseConnection();
        assertThat(gone).succeedsWithin(java.time.Duration.ofSeconds(10));
    }

    @Test
    void aTaskThatFailsDoesNotStopTheMailbox() {
        MemoryClient client = MemoryClient.connected(server);
        Socket socket = main.localSockets().iterator().next();
        socket.mailbox().force(() -> {
            throw new AssertionError("a mistake of ours");
        });
        client.expectNothingBefore("echo");
    }

    /** The names of dynamic namespaces come from clients. */
    @Test
    void failuresInManyNamespacesAreRememberedInFewPlaces() {
        FailureLog failures = new FailureLog();
        for (int i = 0; i < 5_000; i++) {
            failures.failed("A handler in namespace /d" + i, new IllegalStateException("again"));
        }
        assertThat(failures.places()).isLessThan(1_100);
    }

    @Test
    void aFailingSetupOfADynamicNamespaceLeavesNoNamespace() {
        server.namespaces(name -> name.startsWith("/d"), namespace -> {
            throw new IllegalStateException("no set-up today");
        });
        MemoryClient client = MemoryClient.connected(server).send("0/d1,");
        assertThat(client.next()).isEqualTo("4/d1,{\"message\":\"Internal error\"}");
        client.expectNothingBefore("echo");
        await().untilAsserted(() -> assertThat(server.namespaces()).hasSize(1));
    }
}
