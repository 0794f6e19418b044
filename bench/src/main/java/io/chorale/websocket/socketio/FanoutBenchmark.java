package io.chorale.websocket.socketio;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One event of 100 bytes to a room of so many sockets of one replica, from the call of {@code emit} to the bytes in each
 * socket's queue. Two sizes, so that what is paid once and what is paid for each recipient can be told apart.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FanoutBenchmark {
    private static final String TEXT = "x".repeat(64);

    @Param({"1", "1000"})
    private int sockets;

    private final SocketIoServer server = SocketIoServer.builder().build();
    private final Namespace main = server.namespace("/");
    private final List<QueueSink> sinks = new ArrayList<>();

    @Setup(Level.Trial)
    public void connect() {
        main.onConnect(socket -> socket.join("room"));
        server.start();
        for (int i = 0; i < sockets; i++) {
            sinks.add(QueueSink.connect(server));
        }
        while (main.localSockets().stream()
                        .filter(s -> s.rooms().contains("room"))
                        .count()
                < sockets) {
            Thread.onSpinWait();
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        server.close();
    }

    @Benchmark
    public void toRoom() {
        main.to("room").emit("message", 12345, TEXT);
        empty();
    }

    @Benchmark
    public void volatileToRoom() {
        main.to("room").volatileEvents().emit("message", 12345, TEXT);
        empty();
    }

    /** As a writer would. */
    private void empty() {
        for (QueueSink sink : sinks) {
            sink.empty();
        }
    }
}
