package io.chorale.websocket.socketio;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chorale.websocket.engineio.EnginePacket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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

/** One event of 100 bytes: from the bytes of a client, and to the bytes for clients. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {
    private static final String TEXT = "x".repeat(64);

    private final Json json = new Json(new JsonMapper(), SocketIoLimits.DEFAULTS);
    private final PacketDecoder decoder = new PacketDecoder(json, 10);
    private final byte[] event =
            ("2[\"message\",{\"id\":12345,\"text\":\"" + TEXT + "\"}]").getBytes(StandardCharsets.UTF_8);
    private final Map<String, Object> argument = Map.of("id", 12345, "text", TEXT);

    /** From the payload of a frame to the arguments as a tree. */
    @Benchmark
    public Packet decode() throws MalformedPacketException {
        return decoder.decode(event, 0, event.length);
    }

    /** From the arguments to the bytes of the websocket frame, with an offset for clients that resume. */
    @Benchmark
    public byte[] encode() {
        EnginePacket packet =
                PacketEncoder.event("/", Packet.NO_ACK, json.event("message", argument), "1732455000000-42");
        return packet.webSocketFrames();
    }
}
