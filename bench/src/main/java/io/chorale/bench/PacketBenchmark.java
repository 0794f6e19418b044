package io.chorale.bench;

import io.chorale.websocket.engineio.EnginePacket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One event of 100 bytes on its way to the wire: what is done once, however many receive it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PacketBenchmark {
    private final byte[] event = ("42[\"message\",\"" + "x".repeat(84) + "\"]").getBytes(StandardCharsets.UTF_8);

    @Benchmark
    public byte[] webSocketFrame() {
        return EnginePacket.of(event, List.of()).webSocketFrames();
    }

    @Benchmark
    public byte[] pollingPayload() {
        return EnginePacket.of(event, List.of()).pollingPayload();
    }
}
