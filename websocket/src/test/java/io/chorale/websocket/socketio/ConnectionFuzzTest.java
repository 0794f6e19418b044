package io.chorale.websocket.socketio;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.chorale.websocket.engineio.CloseReason;
import java.util.List;

/** Whatever one client sends, in whatever order: its connection ends at most, and another one's works. */
class ConnectionFuzzTest {
    private static final SocketIoServer SERVER = server();
    private static final MemoryClient BYSTANDER = MemoryClient.connected(SERVER);

    private static SocketIoServer server() {
        SocketIoServer server = SocketIoServer.builder()
                .recovery(true)
                .limits(SocketIoLimits.builder().eventsPerSecond(0).build())
                .build();
        events(server.namespace("/"));
        server.namespaces(name -> name.matches("/d\\d?"), ConnectionFuzzTest::events);
        server.start();
        return server;
    }

    private static void events(Namespace namespace) {
        namespace
                .on("echo", (socket, arguments, ack) -> socket.emit("echo", arguments.toArray()))
                .on("ack", (socket, arguments, ack) -> ack.send(arguments.toArray()))
                .on("join", String.class, (socket, room, ack) -> socket.join(room))
                .onConnect(socket -> socket.emitWithAck("question"));
    }

    /** A message that begins with {@code b} is binary. */
    @FuzzTest(maxDuration = "1m")
    void anyMessagesEndOneConnectionAtMost(byte[] bytes) {
        MemoryClient client = new MemoryClient(SERVER);
        List<byte[]> messages = PacketFuzzTest.split(bytes);
        for (byte[] message : messages) {
            if (message.length > 0 && message[0] == 'b') {
                client.sendBinary(message);
            } else {
                client.sendBytes(message);
            }
        }
        client.close(CloseReason.TRANSPORT_CLOSE);
        client.closeReason();
        BYSTANDER.skipTo("2[\"echo\",1");
    }
}
